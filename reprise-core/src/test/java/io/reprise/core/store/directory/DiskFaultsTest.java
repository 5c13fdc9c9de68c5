package io.reprise.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreContract;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.DiskEvents;
import io.reprise.core.store.durable.DiskEvents.Action;
import io.reprise.core.store.durable.FaultyFileSystem;
import io.reprise.core.store.durable.ForgetfulDisk;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails at any step, and one that loses what was not forced. {@code -Dpower.failures=20000} tries so many. */
@Slow
class DiskFaultsTest {
    private static final int POWER_FAILURES = Integer.getInteger("power.failures", 300);
    private static final int QUESTIONS = 6;
    private static final TestId TEST = new TestId("a_test");

    @TempDir
    Path directory;

    /** Fails one of the steps, and counts them. */
    private static final class OneFault implements DiskEvents {
        private final Set<Action> actions;
        private final String reason;
        private int left = -1;
        private boolean hasFailed;

        OneFault(Set<Action> actions, String reason) {
            this.actions = actions;
            this.reason = reason;
        }

        void failStep(int number) {
            left = number;
            hasFailed = false;
        }

        @Override
        public void before(Action action, Path path) throws IOException {
            if (left >= 0 && actions.contains(action) && left-- == 0) {
                hasFailed = true;
                throw new FileSystemException(path.toString(), null, reason);
            }
        }
    }

    /** What fails, and how it says so. */
    enum Fault {
        FULL(
                "No space left on device",
                "free some space",
                EnumSet.of(Action.CREATE, Action.WRITE, Action.FORCE, Action.MAKE_DIRECTORY, Action.MOVE)),
        BROKEN("Input/output error", "the disk reports an error", EnumSet.allOf(Action.class)),
        READ_ONLY(
                "Read-only file system",
                "its file system is read-only",
                EnumSet.of(Action.CREATE, Action.MOVE, Action.DELETE, Action.MAKE_DIRECTORY)),
        NO_PERMISSION(
                "Permission denied",
                "there is no permission",
                EnumSet.of(Action.OPEN, Action.CREATE, Action.LIST, Action.MOVE, Action.DELETE)),
        TOO_MANY_FILES(
                "Too many open files", "too many files open", EnumSet.of(Action.OPEN, Action.CREATE, Action.LIST));

        private final String reason;
        private final String said;
        private final Set<Action> actions;

        Fault(String reason, String said, Set<Action> actions) {
            this.reason = reason;
            this.said = said;
            this.actions = actions;
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void leavesTheOldOrTheNewRecordingAndNothingElse(Fault fault) throws IOException {
        int step = 0;
        for (boolean hasFailed = true; hasFailed; step++) {
            OneFault events = new OneFault(fault.actions, fault.reason);
            FaultyFileSystem files = new FaultyFileSystem(events);
            Path root = directory.resolve("store-" + step);
            String what = fault + " at step " + step;
            try (Store store = new DirectoryStore(files.path(root), KeyRules.NONE)) {
                keep(store, 0, "old");
                events.failStep(step);
                Map<Integer, String> kept = new HashMap<>(Map.of(0, "old"));
                for (int number : List.of(0, 1)) {
                    Throwable failed = catchThrowable(() -> keep(store, number, "new"));
                    assertThat(failed == null || failed instanceof StoreException)
                            .as(what + ": " + failed)
                            .isTrue();
                    if (failed == null) {
                        kept.put(number, "new");
                    } else {
                        assertThat(failed).as(what).hasMessageContaining(fault.said);
                    }
                }
                hasFailed = events.hasFailed;
                events.failStep(-1);
                check(store, kept, what);
                keep(store, 2, "later");
                assertThat(found(store, 2)).as(what).contains("later");
            }
            assertThat(files.open()).as(what).isZero();
            assertThat(leftovers(root))
                    .as(what)
                    .hasSizeLessThanOrEqualTo(fault.actions.contains(Action.DELETE) ? 1 : 0);
            assertThat(problems(root)).as(what).isEmpty();
        }
        assertThat(step).isGreaterThan(3);
    }

    private static void check(Store store, Map<Integer, String> kept, String what) {
        assertThat(found(store, 0)).as(what).get().isIn("old", "new");
        kept.forEach((number, text) -> {
            if (!text.equals("old")) {
                assertThat(found(store, number)).as(what).contains(text);
            }
        });
    }

    @Test
    void saysWhichRecordingCannotBeRead() throws IOException {
        OneFault events = new OneFault(EnumSet.of(Action.READ), "Input/output error");
        FaultyFileSystem files = new FaultyFileSystem(events);
        try (Store store = new DirectoryStore(files.path(directory), KeyRules.NONE)) {
            keep(store, 0, "old");
            events.failStep(0);

            assertThat(catchThrowable(() -> found(store, 0)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be read: the disk reports an error");
            assertThat(found(store, 0)).contains("old");
        }
        assertThat(files.open()).isZero();
    }

    @Test
    void goesOnWhereItsDirectoryIsRemoved() throws IOException {
        try (Store store = new DirectoryStore(directory.resolve("store"), KeyRules.NONE)) {
            keep(store, 0, "old");
            deleteAll(directory.resolve("store"));

            assertThat(found(store, 0)).isEmpty();
            keep(store, 0, "new");

            assertThat(found(store, 0)).contains("new");
        }
    }

    /** The power fails at random steps; what was acknowledged by then is there, and what was under way is there as a whole or not at all. */
    @Test
    void keepsWhatWasAcknowledgedWhenThePowerFails() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int[] failures = {0};
        for (int run = 0; failures[0] < POWER_FAILURES; run++) {
            runUntilItFailsOften(directory.resolve("run-" + run), random, failures, "seed " + seed + ", run " + run);
        }
    }

    @Test
    void keepsTheDirectoryThatAWriteHasMadeBeforeItFailed() throws IOException {
        OneFault fault = new OneFault(EnumSet.of(Action.MOVE), "Input/output error");
        Path root = Files.createDirectory(directory.resolve("store"));
        ForgetfulDisk disk = new ForgetfulDisk(root, fault);
        try (Store store = new DirectoryStore(new FaultyFileSystem(disk).path(root), KeyRules.NONE)) {
            fault.failStep(0);
            assertThat(catchThrowable(() -> keep(store, 1, "lost"))).isInstanceOf(StoreException.class);
            keep(store, 1, "kept");
        }

        for (int seed = 0; seed < 10; seed++) {
            Path recovered = directory.resolve("recovered-" + seed);
            disk.recover(recovered, new Random(seed));
            try (Store store = new DirectoryStore(recovered, KeyRules.NONE)) {
                assertThat(found(store, 1)).as("seed " + seed).contains("kept");
            }
        }
    }

    private void runUntilItFailsOften(Path root, Random random, int[] failures, String what) throws IOException {
        Files.createDirectories(root);
        Map<Integer, String> acknowledged = new HashMap<>();
        Map<Integer, String> underWay = new HashMap<>();
        ForgetfulDisk[] disk = new ForgetfulDisk[1];
        disk[0] = new ForgetfulDisk(root, (action, path) -> {
            if (random.nextInt(25) == 0 && failures[0] < POWER_FAILURES) {
                Path target = directory.resolve("recovered-" + failures[0]++);
                disk[0].recover(target, random);
                checkRecovered(target, acknowledged, underWay, what + ", before " + action + " of " + path);
                deleteAll(target);
            }
        });
        FaultyFileSystem files = new FaultyFileSystem(disk[0]);
        try (Store store = new DirectoryStore(files.path(root), KeyRules.NONE)) {
            RecordingKeeper keeper = new RecordingKeeper(store);
            for (int i = 0; i < 12; i++) {
                int number = random.nextInt(QUESTIONS);
                String text = random.nextInt(6) == 0 ? "" : "text " + i;
                underWay.put(number, text);
                if (text.isEmpty()) {
                    store.series(question(number), "").forEach(store::remove);
                } else {
                    keep(keeper, number, text);
                }
                acknowledged.put(number, text);
                underWay.clear();
            }
        }
        assertThat(files.open()).as(what).isZero();
    }

    private static void checkRecovered(
            Path root, Map<Integer, String> acknowledged, Map<Integer, String> underWay, String what) {
        try (Store store = new DirectoryStore(root, KeyRules.NONE)) {
            for (int number = 0; number < QUESTIONS; number++) {
                String before = acknowledged.getOrDefault(number, "");
                assertThat(found(store, number).orElse(""))
                        .as(what + ", question " + number)
                        .isIn(before, underWay.getOrDefault(number, before));
            }
        }
        assertThat(problems(root)).as(what).isEmpty();
    }

    private static void keep(Store store, int number, String text) {
        keep(new RecordingKeeper(store), number, text);
    }

    private static void keep(RecordingKeeper keeper, int number, String text) {
        Question question = question(number);
        keeper.keep(question, "", new Exchange(question.request(), answer(number, text)), new Position.First());
    }

    private static Question question(int number) {
        return StoreContract.question("question " + number, number % 2 == 0 ? TestId.NONE : TEST);
    }

    /** Every third one has a body in a file of its own. */
    private static Response answer(int number, String text) {
        if (number % 3 != 0) {
            return Response.whole(200, "text/plain", Bytes.utf8(text));
        }
        byte[] noise = new byte[66_000];
        new Random(text.hashCode()).nextBytes(noise);
        return Response.whole(200, "audio/mpeg", Bytes.concat(List.of(Bytes.utf8(text + ";"), Bytes.owning(noise))));
    }

    /** The text of the answer, if there is exactly one. */
    private static Optional<String> found(Store store, int number) {
        List<Store.Entry> found = store.find(question(number)).entries();
        assertThat(found).hasSizeLessThanOrEqualTo(1);
        return found.stream()
                .map(entry -> entry.recording().exchange().response().body().latin1())
                .map(text -> number % 3 == 0 ? text.substring(0, text.indexOf(';')) : text)
                .findFirst();
    }

    private static List<Finding> problems(Path root) {
        List<Finding> findings = new ArrayList<>();
        new StoreLint(root, KeyRules.NONE, Remedy.REPORT_ONLY, Redaction.DEFAULT).check(findings::add);
        findings.removeIf(finding -> finding.severity() == Severity.NOTE); // a body without its recording
        return findings;
    }

    private static List<Path> leftovers(Path root) throws IOException {
        Path temporary = root.resolve(".tmp");
        if (!Files.exists(temporary)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    private static void deleteAll(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
