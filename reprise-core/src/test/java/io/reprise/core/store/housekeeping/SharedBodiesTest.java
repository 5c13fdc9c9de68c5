package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.core.store.housekeeping.StorePrune.Wanted;
import io.reprise.core.store.usage.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void lintLeavesTheBodyOfTheRecordingThatWasCopied() throws IOException {
        Path first = keep("hello");
        Path copied = copy(first, "other.json", "\"test\": \"a\"", "\"test\": \"b\"");

        lint();

        assertThat(copied).doesNotExist();
        assertThat(occurrences(A)).containsExactly(1);
        assertThat(occurrences(B)).containsExactly(1);
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void lintTakesTheBodyAlongWithTheLastRecordingThatNamesIt() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("b"));
        copy(keep("hello"));
        try (Stream<Path> files = Files.list(root.resolve("a"))) {
            for (Path file : files.toList()) {
                Files.move(file, elsewhere.resolve(file.getFileName()));
            }
        }

        lint();

        assertThat(occurrences(A)).containsExactly(1, 2);
        assertThat(bodies()).singleElement().satisfies(body -> assertThat(body).startsWith(root.resolve("a")));
    }

    @Test
    void lintLeavesTheBodyThatItHasPutIntoTheDirectory() throws IOException {
        Path ofB = keep(B, "hello");
        Path ofC = copy(ofB, "z.json", "\"test\": \"b\"", "\"test\": \"c\"");
        Files.createDirectories(root.resolve("a"));
        Files.move(ofB, root.resolve("a").resolve(ofB.getFileName()));
        Files.copy(bodies().get(0), root.resolve("a").resolve(bodies().get(0).getFileName()));

        lint();

        assertThat(ofC).doesNotExist();
        assertThat(occurrences(B)).containsExactly(1);
        assertThat(occurrences(new TestId("c"))).containsExactly(1);
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void aMoveLeavesTheBodyWhereAFileOfAnyNameMayHaveBeenARecordingWithIt() throws IOException {
        Path first = keep("hello");
        Path notes = notes(first);

        StoreMove move = move();

        assertThat(move.broken()).isZero();
        assertThat(first).doesNotExist();
        assertThat(bodies()).hasSize(2).anyMatch(body -> body.startsWith(notes.getParent()));
    }

    @Test
    void aPruneLeavesTheBodyWhereAFileOfAnyNameMayHaveBeenARecordingWithIt() throws IOException {
        Path first = keep("hello");
        notes(first);
        RunRecord run = new RunRecord(Instant.now().plus(Duration.ofHours(1)), Set.of(A), Set.of());

        StorePrune prune = new StorePrune(root, KeyRules.NONE, new Wanted(1, false, false, false), List.of(run));
        prune.find(() -> {});
        prune.delete(() -> {});

        assertThat(first).doesNotExist();
        assertThat(bodies()).hasSize(1);
    }

    @Test
    void aScrubLeavesTheBodyWhereAFileOfAnyNameMayHaveBeenARecordingWithIt() throws IOException {
        Path first = keep("my key is " + SECRET);
        notes(first);

        Redaction mask = new Redaction(Redaction.Policy.MASK, List.of(), List.of());
        new StoreScrub(root, KeyRules.NONE, mask, new ScrubStep.Extent(true, false)).run(step -> {}, () -> {});

        assertThat(first).doesNotExist();
        assertThat(bodies()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "removed", "deleted", "put"})
    void staysWhenOneRecordingIsReplacedOrDeleted(String how) throws IOException {
        Path first = keep("hello");
        Path copied = copy(first, "other.json", "\"input\": \"hello\"", "\"input\": \"goodbye\"");
        lint();
        assertThat(copied).doesNotExist();
        assertThat(bodies()).hasSize(1);

        change(first, how);

        assertThat(found("goodbye")).isEqualTo(SoundRecordings.sound(1));
        assertThat(bodies()).hasSize(how.equals("replaced") || how.equals("put") ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "removed", "deleted", "put"})
    void staysWhereARecordingThatCannotBeReadMayNameIt(String how) throws IOException {
        Path first = keep("hello");
        Path body = bodies().get(0);
        notes(first);

        change(first, how);

        assertThat(body).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "removed", "deleted", "put"})
    void goesWithTheLastRecordingThatNamesIt(String how) throws IOException {
        Path first = keep("hello");
        Path body = bodies().get(0);
        Files.writeString(first.resolveSibling("package.json"), "{}");
        Files.createDirectories(first.resolveSibling("directory.json"));

        change(first, how);

        assertThat(body).doesNotExist();
    }

    @Test
    void staysAmongVeryManyFilesWhereNobodyLooksForItsNameAndLintReportsIt() throws IOException {
        Path first = keep("hello");
        Path body = bodies().get(0);
        for (int i = 0; i < 1_100; i++) {
            Files.createFile(first.resolveSibling(i + ".json"));
        }

        change(first, "replaced");

        assertThat(body).exists();
        List<String> reported = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, StoreLint.Remedy.REPORT_ONLY, Redaction.DEFAULT)
                .check(finding -> reported.add(finding.file()));
        assertThat(reported).containsExactly("a/" + body.getFileName());
    }

    private void change(Path recording, String how) throws IOException {
        String location = root.relativize(recording).toString().replace('\\', '/');
        Question question = SoundRecordings.question(A, "hello");
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            Store.Entry old = store.find(question).entries().get(0);
            Documents documents = store.documents().orElseThrow();
            switch (how) {
                case "replaced" -> store.replace(old, question, "", SoundRecordings.exchange(question, 2));
                case "removed" -> store.remove(old);
                case "deleted" -> documents.delete(location, Optional.empty());
                default -> put(documents, location);
            }
        }
    }

    /** As {@code reprise sync} does, from another store with another answer. */
    private void put(Documents documents, String location) throws IOException {
        Path other = root.resolve(".other");
        Path source = SoundRecordings.keep(other, A, "hello", 2);
        Bytes text = Bytes.copyOf(Files.readAllBytes(source));
        Path body = SoundRecordings.bodies(other).get(0);
        Recording recording =
                RecordingFile.parse(text, "x", name -> SoundRecordings.sound(2)).recording();
        Documents.Whole whole =
                new Documents.Whole(location, text, Map.of(body.getFileName().toString(), SoundRecordings.sound(2)));
        Bytes replaced = documents.digests(List.of(location)).get(location);
        documents.put(List.of(new Documents.Placement(
                whole, recording, ApiFamilies.parse(recording.exchange().request()), Optional.of(replaced))));
        try (Stream<Path> files = Files.walk(other)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Bytes found(String words) {
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            return store.find(SoundRecordings.question(A, words))
                    .entries()
                    .get(0)
                    .recording()
                    .exchange()
                    .response()
                    .body();
        }
    }

    private void lint() {
        new StoreLint(root, KeyRules.NONE, StoreLint.Remedy.RENAME, Redaction.DEFAULT).check(finding -> {});
    }

    /** A copy that does not look like a recording any more. */
    private static Path notes(Path recording) throws IOException {
        return Files.writeString(
                recording.resolveSibling("my-words.json"),
                "Do not touch.\n".repeat(10_000) + Files.readString(recording).toUpperCase(Locale.ROOT));
    }

    private static Path copy(Path recording, String name, String old, String other) throws IOException {
        String text = Files.readString(recording);
        assertThat(text).contains(old);
        return Files.writeString(recording.resolveSibling(name), text.replace(old, other));
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
        return keep(A, words);
    }

    private Path keep(TestId test, String words) {
        return SoundRecordings.keep(root, test, words, 1);
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
