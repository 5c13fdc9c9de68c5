package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that two recordings name, since somebody has copied one of them by hand, is there for as long as one of them needs it. */
class SharedBodiesTest {
    private static final TestId A = new TestId("a");
    private static final TestId B = new TestId("b");
    private static final String SECRET = "sk-" + "proj-" + "Zk3q8W".repeat(8);

    @TempDir
    Path root;

    @Test
    void aMoveTakesTheBodyAlongWithBothRecordings() throws IOException {
        copy(keep("hello"));

        StoreMove move = move();

        assertThat(move.broken()).isZero();
        assertThat(occurrences(B)).containsExactly(1, 2);
        assertThat(bodies()).hasSize(2).allMatch(body -> body.startsWith(root.resolve("b")));
    }

    @Test
    void aMoveLeavesTheBodyWhereARecordingThatCannotBeReadMayNameIt() throws IOException {
        Path copied = copy(keep("hello"));
        String text = Files.readString(copied);
        Files.writeString(copied, "<<<<<<< HEAD\n" + text);

        StoreMove move = move();

        assertThat(move.broken()).isEqualTo(1);
        Files.writeString(copied, text);
        assertThat(occurrences(A)).containsExactly(2);
        assertThat(occurrences(B)).containsExactly(1);
    }

    @Test
    void aScrubLeavesTheBodyOfARecordingWithoutACredential() throws IOException {
        Path first = keep("my key is " + SECRET);
        Path other = first.resolveSibling("other.json");
        Files.writeString(other, Files.readString(first).replace(SECRET, "nobody's"));

        List<ScrubStep> steps = new ArrayList<>();
        Redaction mask = new Redaction(Redaction.Policy.MASK, List.of(), List.of());
        new StoreScrub(root, KeyRules.NONE, mask, new ScrubStep.Extent(true, false)).run(steps::add, () -> {});

        assertThat(steps).hasSize(1);
        assertThat(first).doesNotExist();
        assertThat(occurrences(A)).hasSize(2);
        assertThat(bodies()).hasSize(2);
    }

    private StoreMove move() {
        StoreMove move = new StoreMove(root, KeyRules.NONE, test -> test.equals(A) ? Optional.of(B) : Optional.empty());
        move.find(() -> {});
        move.move(() -> {});
        return move;
    }

    /** The occurrences of the recordings of a test that can be read. */
    private List<Integer> occurrences(TestId test) {
        List<Integer> occurrences = new ArrayList<>();
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            store.forEach(
                    entry -> {
                        if (entry.recording().test().equals(test)) {
                            occurrences.add(entry.recording().occurrence());
                        }
                    },
                    broken -> assertThat(broken).isNull());
        }
        return occurrences.stream().sorted().toList();
    }

    private Path keep(String words) {
        return SoundRecordings.keep(root, A, words, 1);
    }

    /** Makes it a second answer. */
    private static Path copy(Path recording) throws IOException {
        String text = Files.readString(recording);
        Path copied = Path.of(recording.toString().replaceFirst("\\.json$", ".2.json"));
        String second = text.replaceFirst("\"test\": \"a\",", "\"test\": \"a\", \"occurrence\": 2,");
        assertThat(second).isNotEqualTo(text);
        return Files.writeString(copied, second);
    }

    private List<Path> bodies() throws IOException {
        return SoundRecordings.bodies(root);
    }
}
