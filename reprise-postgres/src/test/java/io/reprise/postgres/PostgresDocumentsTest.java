package io.reprise.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.sync.StoreSync;
import io.reprise.core.store.sync.SyncStep;
import io.reprise.core.store.sync.SyncStep.Action;
import io.reprise.core.store.sync.SyncedTrees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Slow
class PostgresDocumentsTest {
    private static final StoreSync.Extent ALL = new StoreSync.Extent(true, false);
    private static final StoreSync.Extent OVERWRITING = new StoreSync.Extent(true, true);

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path directory;

    private SyncedTrees trees;

    @BeforeEach
    void makeTables() {
        database.prepare();
        trees = new SyncedTrees(directory);
    }

    private Store open() {
        return PostgresStore.open(database.location(), KeyRules.NONE);
    }

    private static Map<Action, Long> sync(Store source, Store target, StoreSync.Extent extent) {
        List<SyncStep> steps = new ArrayList<>();
        StoreSync.Search search = new StoreSync.Search(KeyRules.NONE, Redaction.DEFAULT, Optional.empty());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (source;
                target) {
            new StoreSync(source.documents().orElseThrow(), target.documents().orElseThrow(), search, extent)
                    .run(threads, steps::add);
        } finally {
            threads.shutdown();
        }
        return steps.stream().collect(Collectors.groupingBy(SyncStep::action, Collectors.counting()));
    }

    @Test
    void givesADirectoryBackByteForByte() throws IOException {
        trees.fill("source", 7);
        trees.write(
                "source/mine.json",
                SyncedTrees.recording("mine", "one")
                        .replace("\"reprise\": 1", "\"reprise\":1 , \"x-note\":\"é\\u00e9\""));

        assertThat(sync(trees.open("source"), open(), ALL)).containsOnlyKeys(Action.ADDED);
        assertThat(sync(open(), trees.open("target"), ALL)).containsOnlyKeys(Action.ADDED);

        assertThat(trees.files("target")).isEqualTo(trees.files("source"));
        assertThat(sync(trees.open("source"), open(), ALL)).containsOnlyKeys(Action.UNCHANGED);
        assertThat(sync(open(), trees.open("target"), ALL)).containsOnlyKeys(Action.UNCHANGED);
    }

    @Test
    void copiesFromProjectToProject() throws IOException {
        trees.fill("source", 8);
        sync(trees.open("source"), open(), ALL);

        sync(open(), PostgresStore.open(database.location("other"), KeyRules.NONE), ALL);
        sync(PostgresStore.open(database.location("other"), KeyRules.NONE), trees.open("target"), ALL);

        assertThat(trees.files("target")).isEqualTo(trees.files("source"));
    }

    @Test
    void tellsRunningServersAndGivesTheNextNumber() {
        trees.write("source/one.json", SyncedTrees.recording("hi", "one"));
        trees.write(
                "source/two.json",
                SyncedTrees.recording("hi", "two").replace("\"test\"", "\"occurrence\": 2, \"test\""));
        KeyRules others = KeyRules.of(List.of(KeyRule.parse("leave out $.model")));
        List<StoreChange> changes = new CopyOnWriteArrayList<>();
        try (Store server = open();
                Store other = PostgresStore.open(database.location(), others)) {
            Question question;
            Question asOthersSay;
            Exchange answer;
            try (Store source = trees.open("source")) {
                Store.Entry entry = source.at("one.json").orElseThrow();
                question = entry.question();
                answer = entry.recording().exchange();
                asOthersSay = others.question(question.request(), question.test());
            }
            server.watch(changes::add);
            Store.Version nothing = server.find(question).version();
            other.append(asOthersSay, "", answer); // so that its rules have a number for this question

            sync(trees.open("source"), open(), ALL);

            await().untilAsserted(() ->
                    assertThat(changes).contains(new StoreChange(question.key(), "two.json", StoreChange.Kind.ADDED)));
            assertThat(server.isCurrent(nothing)).isFalse();
            assertThat(server.append(question, "", answer).recording().occurrence())
                    .isEqualTo(3);
            await().untilAsserted(
                            () -> assertThat(other.find(asOthersSay).entries()).hasSize(4));
            assertThat(other.append(asOthersSay, "", answer).recording().occurrence())
                    .isEqualTo(4);
        }
    }

    @Test
    void replacesARecordingWithItsBodiesAndKeys() throws IOException {
        trees.write("source/one.json", SyncedTrees.recording("hi", "one"));
        trees.write("target/one.json", SyncedTrees.recording("hello", "two"));
        sync(trees.open("target"), open(), ALL);

        assertThat(sync(trees.open("source"), open(), ALL)).isEqualTo(Map.of(Action.CONFLICT, 1L));
        assertThat(sync(trees.open("source"), open(), OVERWRITING)).isEqualTo(Map.of(Action.OVERWRITTEN, 1L));

        try (Store source = trees.open("source");
                Store former = trees.open("target");
                Store store = open()) {
            assertThat(store.find(source.at("one.json").orElseThrow().question())
                            .entries())
                    .hasSize(1);
            assertThat(store.find(former.at("one.json").orElseThrow().question())
                            .entries())
                    .isEmpty();
        }
        sync(open(), trees.open("back"), ALL);
        assertThat(trees.files("back")).isEqualTo(trees.files("source"));
    }

    @Test
    void comparesRowsOfProgramsThatWroteNoDigest() throws IOException {
        trees.fill("source", 9);
        sync(trees.open("source"), open(), ALL);
        database.execute("update \"" + database.location().schema() + "\".recording set text_digest = null");

        assertThat(sync(trees.open("source"), open(), ALL)).containsOnlyKeys(Action.UNCHANGED);
    }

    @Test
    void keepsWhatItCanWhereTheDatabaseRefusesOne() {
        trees.write("source/one.json", SyncedTrees.recording("hi", "one").replace("\"t\"", "\"a\\u0000b\""));
        trees.write("source/two.json", SyncedTrees.recording("hi", "two"));

        assertThat(sync(trees.open("source"), open(), ALL)).isEqualTo(Map.of(Action.FAILED, 1L, Action.ADDED, 1L));
    }

    @Test
    void deletesOnlyWhatWasSeen() {
        trees.write("source/one.json", SyncedTrees.recording("hi", "one"));
        sync(trees.open("source"), open(), ALL);
        try (Store store = open()) {
            Documents documents = store.documents().orElseThrow();
            Store.Entry entry = store.at("one.json").orElseThrow();
            Optional<io.reprise.core.exchange.Bytes> digest =
                    Optional.of(documents.digests(List.of("one.json")).get("one.json"));

            assertThat(documents.delete("one.json", Optional.of(io.reprise.core.exchange.Bytes.utf8("other"))))
                    .isFalse();
            assertThat(documents.delete("one.json", digest)).isTrue();
            assertThat(documents.delete("one.json", digest)).isFalse();

            assertThat(store.find(entry.question()).entries()).isEmpty();
            assertThat(store.append(entry.question(), "", entry.recording().exchange())
                            .recording()
                            .occurrence())
                    .isEqualTo(1);
        }
    }
}
