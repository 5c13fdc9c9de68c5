package io.reprise.core.store.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.housekeeping.PruneStep.Reason;
import io.reprise.core.store.housekeeping.StorePrune.Wanted;
import io.reprise.core.store.usage.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePruneTest {
    private static final TestId A = new TestId("a");
    private static final Wanted DUPLICATES = new Wanted(0, false, false, true);
    private static final Wanted ORPHANED = new Wanted(0, false, true, false);

    /** After all files of the test were written. */
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    Path root;

    private String keep(TestId test, String words, String answer) {
        Question question = StoreContract.question(words, test);
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            return store.append(question, "", new Exchange(question.request(), StoreContract.answer(answer)))
                    .location();
        }
    }

    private StorePrune prune(Wanted wanted, RunRecord... runs) {
        return new StorePrune(root, KeyRules.NONE, wanted, Arrays.asList(runs));
    }

    private List<String> found(Wanted wanted, RunRecord... runs) {
        return prune(wanted, runs).find(() -> {}).steps().stream()
                .map(PruneStep::location)
                .toList();
    }

    private RunRecord run(int hours, Set<TestId> tests, String... used) {
        return new RunRecord(later.plus(Duration.ofHours(hours)), tests, Set.of(used));
    }

    private static Wanted unused(int runs) {
        return new Wanted(runs, false, false, false);
    }

    @Test
    void findsWhatTheLastRunsOfATestDidNotUse() {
        String used = keep(A, "one", "1");
        String unused = keep(A, "two", "2");
        String before = keep(A, "three", "3");

        assertThat(found(unused(1), run(2, Set.of(A), used), run(1, Set.of(A), used, before)))
                .containsExactlyInAnyOrder(unused, before);
        assertThat(found(unused(2), run(2, Set.of(A), used), run(1, Set.of(A), used, before)))
                .containsExactly(unused);
    }

    @Test
    void leavesTestsAloneThatDidNotRunOftenEnough() {
        keep(A, "one", "1");
        keep(new TestId("b"), "one", "1");
        keep(TestId.NONE, "one", "1");

        StorePrune.Found found = prune(unused(2), run(1, Set.of(A))).find(() -> {});

        assertThat(found.steps()).isEmpty();
        assertThat(found.testsWithTooFewRuns()).isEqualTo(2);
    }

    @Test
    void leavesWhatWasWrittenAfterTheRuns() {
        keep(A, "one", "1");

        assertThat(found(unused(1), run(-2, Set.of(A)))).isEmpty();
    }

    @Test
    void leavesWhatAnotherTestUsed() {
        String common = keep(TestId.NONE, "one", "1");

        assertThat(found(new Wanted(1, true, false, false), run(2, Set.of(A), common), run(1, Set.of(TestId.NONE))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/my-words-KEY.json", "a/my-words.json", "elsewhere/my-words-KEY.json"})
    void leavesWhatWasUsedBeforeSomebodyRenamedItsFile(String name) throws IOException {
        String used = keep(A, "one", "1");
        String unused = keep(A, "one", "2");

        rename(used, name);

        assertThat(found(unused(1), run(1, Set.of(A), used))).containsExactly(unused);
    }

    @Test
    void leavesASecondAnswerThatWasUsedBeforeSomebodyRenamedItsFile() throws IOException {
        String unused = keep(A, "one", "1");
        String used = keep(A, "one", "2");

        rename(used, "a/my-words-KEY.2.json");

        assertThat(found(unused(1), run(1, Set.of(A), used))).containsExactly(unused);
    }

    @Test
    void leavesWhatWasRenamedAfterTheRunsIfNothingTellsWhatItWasCalledBefore() throws IOException {
        String kept = keep(A, "one", "1");
        Path used = rename(kept, "a/my-words.json");
        Files.setLastModifiedTime(used, FileTime.from(later.minus(Duration.ofDays(2))));
        Files.move(used, used.resolveSibling("other-words.json"));

        assertThat(found(unused(1), run(-24, Set.of(A), "a/my-words.json"))).isEmpty();
    }

    private Path rename(String location, String name) throws IOException {
        Path file = root.resolve(location);
        String key = location.replaceFirst(".*-([0-9a-f]{12})(\\.2)?\\.json", "$1");
        Path other = root.resolve(name.replace("KEY", key));
        Files.createDirectories(other.getParent());
        return Files.move(file, other);
    }

    @Test
    void leavesWhatHasNoTestUnlessThatIsAskedFor() {
        String used = keep(TestId.NONE, "one", "1");
        String unused = keep(TestId.NONE, "two", "2");
        RunRecord adHoc = run(1, Set.of(TestId.NONE), used);

        StorePrune.Found found = prune(unused(1), adHoc).find(() -> {});

        assertThat(found.steps()).isEmpty();
        assertThat(found.unusedWithoutTest()).isEqualTo(1);
        assertThat(prune(new Wanted(1, true, false, false), adHoc)
                        .find(() -> {})
                        .steps())
                .extracting(PruneStep::location, PruneStep::because)
                .containsExactly(tuple(unused, "the last run without a test did not use it"));
    }

    @Test
    void findsRecordingsThatThoseWithoutATestStandInFor() {
        keep(TestId.NONE, "one", "1");
        String copy = keep(A, "one", "1");
        keep(A, "two", "2");
        keep(new TestId("b"), "one", "other");
        keep(new TestId("c"), "two", "2");

        assertThat(found(DUPLICATES)).containsExactly(copy);
    }

    @Test
    void leavesATestWithMoreAnswersThanThereAreWithoutATest() {
        keep(TestId.NONE, "one", "1");
        keep(A, "one", "1");
        keep(A, "one", "2");

        assertThat(found(DUPLICATES)).isEmpty();
    }

    @Test
    void findsBodiesThatNoRecordingNames() throws IOException {
        String recording = keep(A, "one", "1");
        String body = recording.replaceAll("json$", "0123abcd.bin");
        Files.write(root.resolve(body), new byte[] {1, 2, 3});

        assertThat(prune(ORPHANED).find(() -> {}).steps())
                .extracting(PruneStep::location, PruneStep::reason, PruneStep::bytes)
                .containsExactly(tuple(body, Reason.ORPHANED, 3L));
    }

    @Test
    void leavesBodiesOfABrokenRecording() throws IOException {
        String recording = keep(A, "one", "1");
        Files.write(root.resolve(recording.replaceAll("json$", "0123abcd.bin")), new byte[] {1, 2, 3});
        Files.writeString(root.resolve(recording), "{");

        StorePrune.Found found = prune(ORPHANED).find(() -> {});

        assertThat(found.steps()).isEmpty();
        assertThat(found.broken()).isEqualTo(1);
    }

    @Test
    void deletesWhatItHasFoundWithTheDirectory() {
        String unused = keep(A, "one", "1");
        StorePrune prune = prune(unused(1), run(1, Set.of(A)));

        prune.find(() -> {});

        assertThat(root.resolve(unused)).exists();
        assertThat(prune.delete(() -> {})).isEmpty();
        assertThat(root.resolve("a")).doesNotExist();
    }

    @Test
    void leavesWhatHasChangedSinceItWasFound() throws IOException {
        String unused = keep(A, "one", "1");
        StorePrune prune = prune(unused(1), run(1, Set.of(A)));
        prune.find(() -> {});

        Files.writeString(root.resolve(unused), Files.readString(root.resolve(unused)) + "\n");

        assertThat(prune.delete(() -> {})).containsOnlyKeys(unused);
        assertThat(root.resolve(unused)).exists();
    }
}
