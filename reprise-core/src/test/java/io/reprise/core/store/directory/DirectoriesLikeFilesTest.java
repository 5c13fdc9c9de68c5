package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.housekeeping.PruneStep;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreMove;
import io.reprise.core.store.housekeeping.StorePrune;
import io.reprise.core.store.housekeeping.StoreScrub;
import io.reprise.core.store.sync.StoreSync;
import io.reprise.core.store.sync.SyncStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests whose directories have names like those of files. */
class DirectoriesLikeFilesTest {
    private static final TestId FOO = new TestId("foo.json");

    @TempDir
    Path temporary;

    private Path root() {
        return temporary.resolve("store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo.json", "a.b.json", "foo.json//bar.json", "foo//bar.json"})
    void haveRecordingsThatAreListed(String test) throws IOException {
        String location = keep(new TestId(test), "hello");

        assertThat(locations(root())).containsExactly(location);
        assertThat(findings()).isEmpty();
    }

    @Test
    void areListedAlsoWhereTheirNameIsThatOfARecording() throws IOException {
        String location = keep(new TestId("chat-0123456789ab.json"), "hello");

        assertThat(location).startsWith("chat-0123456789ab.json/");
        assertThat(locations(root())).containsExactly(location);
    }

    @Test
    void areFoundWhereALinkLeadsToThem() throws IOException {
        String location = keep(FOO, "hello");
        Path moved = Files.move(
                root().resolve("foo.json"),
                Files.createDirectories(root().resolve(".x")).resolve("y"));
        Files.createSymbolicLink(root().resolve("foo.json"), moved);

        assertThat(locations(root())).containsExactly(location);
    }

    @Test
    void areVisitedOnceWhereALinkLeadsToThemToo() throws IOException {
        String location = keep(FOO, "hello");
        Files.createSymbolicLink(root().resolve("link"), Path.of("foo.json"));

        assertThat(locations(root())).containsExactly(location);
    }

    @Test
    void areScrubbed() throws IOException {
        String location = keep(FOO, "my key is sk-" + "proj-" + "Zk3q8W".repeat(8));

        List<ScrubStep> steps = new ArrayList<>();
        new StoreScrub(
                        root(),
                        KeyRules.NONE,
                        Redaction.DEFAULT.with(Redaction.Policy.MASK),
                        new ScrubStep.Extent(true, false))
                .run(steps::add, () -> {});

        assertThat(steps).hasSize(1);
        assertThat(root().resolve(location)).doesNotExist();
        assertThat(locations(root())).hasSize(1);
    }

    @Test
    void arePruned() throws IOException {
        keep(TestId.NONE, "hello");
        String location = keep(FOO, "hello");

        StorePrune prune = new StorePrune(root(), KeyRules.NONE, StorePrune.Wanted.USUAL, List.of());
        StorePrune.Found found = prune.find(() -> {});

        assertThat(found.steps()).extracting(PruneStep::location).containsExactly(location);
        assertThat(prune.delete(() -> {})).isEmpty();
        assertThat(root().resolve("foo.json")).doesNotExist();
    }

    @Test
    void areMoved() throws IOException {
        keep(FOO, "hello");
        keep(new TestId("away"), "other");

        StoreMove move = new StoreMove(
                root(),
                KeyRules.NONE,
                test -> Optional.of(test.equals(FOO) ? new TestId("bar") : new TestId("bar.json")));
        move.find(() -> {});
        move.move(() -> {});

        assertThat(locations(root()))
                .extracting(location -> location.substring(0, location.indexOf('/')))
                .containsExactlyInAnyOrder("bar", "bar.json");
        assertThat(root().resolve("foo.json")).doesNotExist();
    }

    @Test
    void areCopiedToOtherStores() throws IOException {
        String location = keep(FOO, "hello");
        Path copy = temporary.resolve("copy");

        List<SyncStep> steps = new ArrayList<>();
        try (Store source = new DirectoryStore(root(), KeyRules.NONE);
                Store target = new DirectoryStore(copy, KeyRules.NONE)) {
            StoreSync.Search search = new StoreSync.Search(KeyRules.NONE, Redaction.DEFAULT, Optional.empty());
            new StoreSync(
                            source.documents().orElseThrow(),
                            target.documents().orElseThrow(),
                            search,
                            new StoreSync.Extent(true, false))
                    .run(Runnable::run, steps::add);
        }

        assertThat(steps).extracting(SyncStep::action).containsExactly(SyncStep.Action.ADDED);
        assertThat(locations(copy)).containsExactly(location);
    }

    private String keep(TestId test, String words) {
        Question question = StoreContract.question(words, test);
        try (Store store = new DirectoryStore(root(), KeyRules.NONE)) {
            return store.append(question, "", new Exchange(question.request(), StoreContract.answer("hi")))
                    .location();
        }
    }

    private static List<String> locations(Path root) {
        List<String> locations = new ArrayList<>();
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            store.forEach(entry -> locations.add(entry.location()), broken -> {});
        }
        return locations;
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root(), KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        return findings;
    }
}
