package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StorePrune.Wanted;
import io.reprise.core.store.usage.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bodies {@code prune} deletes, and for which {@code lint} advises it. */
class OrphanedBodiesTest {
    private static final Wanted ORPHANED = new Wanted(0, false, true, false);
    private static final TestId A = new TestId("a");

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({
        "my-words-KEY.json, conflict",
        "my-words-KEY.json, newer",
        "my-words-KEY.json, cut",
        "my-words-KEY.json, emptied",
        "my-words-KEY.json, without access",
        "my-words.json, conflict",
        "my-words.json, newer",
        "my-words.json, cut",
        "my-words.json, notes",
    })
    void areNotThoseOfARecordingWithAnotherNameThatCannotBeRead(String name, String damage) throws IOException {
        Path recording = keep(TestId.NONE, "one", 1);
        Path body = bodies().get(0);
        Path renamed = recording.resolveSibling(name.replace("KEY", key(recording)));
        Files.move(recording, renamed);
        damage(renamed, damage);

        assertThat(orphaned()).isEmpty();
        assertThat(lint()).doesNotContain(name(body));

        StorePrune prune = prune(ORPHANED);
        prune.find(() -> {});
        prune.delete(() -> {});
        assertThat(body).exists();
    }

    private static void damage(Path file, String how) throws IOException {
        String text = Files.readString(file);
        switch (how) {
            case "conflict" -> Files.writeString(file, "<<<<<<< HEAD\n" + text);
            case "newer" -> Files.writeString(file, text.replaceFirst("\"reprise\": \\d", "\"reprise\": 99"));
            case "cut" -> Files.writeString(file, text.substring(0, 30));
            case "emptied" -> Files.writeString(file, "");
            case "notes" -> Files.writeString(file, "Do not touch.\n".repeat(1_000) + text);
            default -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("nowhere"));
            }
        }
    }

    @Test
    void areThoseOfOtherDirectoriesAlsoWhereARecordingCannotBeRead() throws IOException {
        damage(keep(TestId.NONE, "one", 1), "newer");
        Path lost = keep(A, "two", 2);
        Files.delete(lost);

        assertThat(orphaned()).singleElement().asString().startsWith("a/");
        assertThat(lint()).anyMatch(file -> file.startsWith("a/"));
    }

    @Test
    void areThoseBesideFilesOfOthersThatDoNotNameThem() throws IOException {
        Files.delete(keep(TestId.NONE, "one", 1));
        Files.writeString(root.resolve("package.json"), "{}");

        assertThat(orphaned()).containsExactly(name(bodies().get(0)));
    }

    @Test
    void areNotThoseThatAServerWritesMeanwhile() throws IOException {
        keep(TestId.NONE, "one", 1);

        StorePrune prune = prune(ORPHANED);
        StorePrune.Found found = prune.find(() -> keep(TestId.NONE, "two", 2));

        assertThat(found.steps()).isEmpty();
        prune.delete(() -> {});
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void areNotThoseWhoseRecordingIsWrittenAfterThem() throws IOException {
        keep(TestId.NONE, "one", 1);
        Path late = keep(TestId.NONE, "two", 2);
        byte[] text = Files.readAllBytes(late);
        Files.delete(late);

        StorePrune prune = prune(ORPHANED);
        StorePrune.Found found = prune.find(() -> {});
        Files.write(late, text);

        assertThat(found.steps()).hasSize(1);
        assertThat(prune.delete(() -> {})).containsOnlyKeys(found.steps().get(0).location());
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void areNotThoseThatHaveChangedSinceTheyWereFound() throws IOException {
        Files.delete(keep(TestId.NONE, "one", 1));

        StorePrune prune = prune(ORPHANED);
        prune.find(() -> {});
        Path body = bodies().get(0);
        Files.write(body, new byte[] {1});

        assertThat(prune.delete(() -> {})).containsOnlyKeys(name(body));
        assertThat(body).exists();
    }

    @Test
    void areDeletedOnceTheyAreFound() throws IOException {
        keep(TestId.NONE, "one", 1);
        Files.delete(keep(A, "two", 2));

        StorePrune prune = prune(ORPHANED);
        prune.find(() -> {});

        assertThat(prune.delete(() -> {})).isEmpty();
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(bodies()).hasSize(1);
    }

    @Test
    void areNotThoseOfACopyThatStays() throws IOException {
        Path recording = keep(A, "one", 1);
        Path copy = recording.resolveSibling(name(recording).substring(2).replace(".json", ".2.json"));
        Files.writeString(copy, Files.readString(recording).replaceFirst("\\{\n", "{\n  \"occurrence\": 2,\n"));
        Instant later = Instant.now().plus(Duration.ofHours(1));
        RunRecord run = new RunRecord(later, Set.of(A), Set.of(name(copy)));

        StorePrune prune = new StorePrune(root, KeyRules.NONE, new Wanted(1, false, true, true), List.of(run));
        StorePrune.Found found = prune.find(() -> {});
        assertThat(found.steps()).extracting(PruneStep::location).containsExactly(name(recording));
        assertThat(found.broken()).isZero();
        prune.delete(() -> {});

        assertThat(copy).exists();
        assertThat(bodies()).hasSize(1);
    }

    private static String key(Path recording) {
        return recording.getFileName().toString().replaceAll(".*-([0-9a-f]{12})\\.json", "$1");
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private StorePrune prune(Wanted wanted) {
        return new StorePrune(root, KeyRules.NONE, wanted, List.of());
    }

    private List<String> orphaned() {
        return prune(ORPHANED).find(() -> {}).steps().stream()
                .map(PruneStep::location)
                .toList();
    }

    private List<String> lint() {
        List<String> files = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT)
                .check(finding -> files.add(finding.file()));
        return files;
    }

    private List<Path> bodies() throws IOException {
        return SoundRecordings.bodies(root);
    }

    /** A recording whose body has a file of its own. */
    private Path keep(TestId test, String words, long seed) {
        return SoundRecordings.keep(root, test, words, seed);
    }
}
