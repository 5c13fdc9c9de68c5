package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.housekeeping.PruneStep.Reason;
import io.reprise.core.store.usage.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds files of a store that can go, and deletes them:
 *
 * <ul>
 * <li>recordings that the last runs of their test did not use; those without a test only where that is asked for;
 * <li>bodies that no recording names;
 * <li>recordings of a test, if those without a test give the same answers to the same question.
 * </ul>
 *
 * A recording that cannot be read stays, and so do all bodies beside it: nobody knows which of them are its.
 */
public final class StorePrune {
    /**
     * What to look for.
     *
     * @param unusedRuns how many runs of a test must not have used a recording; 0 to leave the unused alone
     * @param withoutTest whether unused recordings without a test are among them. No run tells that it would have asked for all of them: one
     *     request without a test is such a run.
     */
    public record Wanted(int unusedRuns, boolean withoutTest, boolean orphaned, boolean duplicates) {
        /** What is looked for where nobody says what. */
        public static final Wanted USUAL = new Wanted(3, false, true, true);
    }

    /**
     * What was found.
     *
     * @param steps in the order of locations
     * @param testsWithTooFewRuns tests with recordings, of which fewer runs are known than were asked for
     * @param unusedWithoutTest recordings without a test that stay only because they were not wanted
     * @param broken recordings that cannot be read
     */
    public record Found(List<PruneStep> steps, int testsWithTooFewRuns, int unusedWithoutTest, int broken) {
        public Found {
            steps = List.copyOf(steps);
        }

        public long bytes() {
            return steps.stream().mapToLong(PruneStep::bytes).sum();
        }

        /** The locations of all files but those that could not be deleted. */
        public List<String> deleted(Map<String, String> failed) {
            return done(failed).map(PruneStep::location).toList();
        }

        /** The command that brings back what was deleted, with its bodies; empty if there is none. */
        public Optional<String> undo(Path directory, Map<String, String> failed) {
            return GitUndo.of(
                    directory,
                    done(failed)
                            .flatMap(step -> Stream.concat(Stream.of(step.location()), step.bodies().stream()))
                            .toList());
        }

        private Stream<PruneStep> done(Map<String, String> failed) {
            return steps.stream().filter(step -> !failed.containsKey(step.location()));
        }

        /**
         * For programs, as docs/housekeeping.md describes it.
         *
         * @param isDryRun whether nothing was deleted
         * @param failed as {@link StorePrune#delete} returns it
         * @param undo a command that brings files back; may be empty
         */
        public Json toJson(boolean isDryRun, Map<String, String> failed, String undo) {
            return new JsonObjectBuilder()
                    .with("dry_run", isDryRun)
                    .with("files", steps.stream().map(PruneStep::toJson).toList())
                    .with("total", steps.size())
                    .with("bytes", bytes())
                    .with("tests_with_too_few_runs", testsWithTooFewRuns)
                    .with("unused_without_test", unusedWithoutTest)
                    .with("broken", broken)
                    .with(
                            "not_deleted",
                            failed.entrySet().stream()
                                    .<Json>map(each -> new JsonObjectBuilder()
                                            .with("location", each.getKey())
                                            .with("reason", each.getValue())
                                            .done())
                                    .toList())
                    .withOrNull("undo", undo)
                    .done();
        }
    }

    /**
     * What is remembered of a recording.
     *
     * @param answer a digest of what clients get; empty for a WebSocket conversation, of which no two are the same
     */
    private record Known(Path file, FileVersion stamp, Set<Path> bodies, TestId test, String answer) {}

    private final StoredFiles files;
    private final Wanted wanted;
    private final UnusedInRuns unused;
    private final Map<Path, Known> found = new TreeMap<>();
    private final Map<Path, FileVersion> orphans = new TreeMap<>();
    private final Map<Key, Map<TestId, List<Known>>> byQuestion = new HashMap<>();
    private final OrphanedBodies bodies;
    private final Map<Path, PruneStep> steps = new HashMap<>();
    private int unusedWithoutTest;
    private int broken;

    /** @param runs the latest first */
    public StorePrune(Path root, KeyRules rules, Wanted wanted, List<RunRecord> runs) {
        this(new RecordingFiles(root.toAbsolutePath().normalize(), rules), wanted, runs);
    }

    /** As above, of any store. */
    public StorePrune(StoredFiles files, Wanted wanted, List<RunRecord> runs) {
        this.files = files;
        this.bodies = new OrphanedBodies(files);
        this.wanted = wanted;
        this.unused = new UnusedInRuns(runs, wanted.unusedRuns());
    }

    /** Reads the whole store once, and changes nothing. {@code progress} is called for each file. */
    public Found find(Runnable progress) {
        bodies.list();
        files.walk(
                (file, stamp) -> {
                    progress.run();
                    read(file, stamp);
                },
                unlisted -> {
                    broken++;
                    bodies.unlisted(unlisted);
                });
        if (wanted.orphaned()) {
            bodies.orphans().forEach(this::orphan);
        }
        if (wanted.duplicates()) {
            byQuestion.values().forEach(this::duplicates);
        }
        List<PruneStep> sorted = steps.values().stream()
                .sorted(Comparator.comparing(PruneStep::location))
                .toList();
        return new Found(sorted, unused.testsWithTooFewRuns(), unusedWithoutTest, broken);
    }

    private void read(Path file, FileVersion stamp) {
        Optional<FileEntry> read;
        try {
            read = files.readRecording(file, stamp);
        } catch (StoreException unreadable) {
            broken++;
            bodies.unreadable(file);
            return;
        }
        read.ifPresentOrElse(this::note, () -> bodies.other(file));
    }

    private void note(FileEntry entry) {
        Recording recording = entry.recording();
        bodies.recording(entry.file(), entry.stamp(), entry.bodies().keySet());
        boolean isCompared =
                wanted.duplicates() && recording.exchange().socket().isEmpty();
        Known one = new Known(
                entry.file(),
                entry.stamp(),
                Set.copyOf(entry.bodies().keySet()),
                recording.test(),
                recording.occurrence() + "|" + recording.upstream() + "|"
                        + (isCompared ? AnswerDigest.of(recording.exchange().response()) : ""));
        if (isCompared) {
            byQuestion
                    .computeIfAbsent(entry.question().withoutTest().key(), any -> new HashMap<>(2))
                    .computeIfAbsent(one.test(), any -> new ArrayList<>(1))
                    .add(one);
        }
        if (wanted.unusedRuns() > 0 && unused.isUnused(entry)) {
            if (one.test().isNone() && !wanted.withoutTest()) {
                unusedWithoutTest++;
            } else {
                add(one, Reason.UNUSED, unused.because(one.test()));
            }
        }
    }

    private void orphan(Path body, FileVersion stamp) {
        orphans.put(body, stamp);
        steps.put(
                body,
                new PruneStep(
                        files.places().location(body),
                        List.of(),
                        Reason.ORPHANED,
                        Optional.empty(),
                        Math.max(0, stamp.size()),
                        "no recording names it"));
    }

    /** Only those of no test stand in for others, and only if all answers of the test are the same. */
    private void duplicates(Map<TestId, List<Known>> ofQuestion) {
        List<Known> common = remaining(ofQuestion.getOrDefault(TestId.NONE, List.of()));
        if (common.isEmpty()) {
            return;
        }
        List<String> answers = answers(common);
        String because = "'" + files.places().location(common.get(0).file())
                + "', a recording without a test, has the same answer";
        ofQuestion.forEach((test, all) -> {
            if (!test.isNone() && answers(all).equals(answers)) {
                remaining(all).forEach(one -> add(one, Reason.DUPLICATE, because));
            }
        });
    }

    private List<Known> remaining(List<Known> all) {
        return all.stream().filter(one -> !steps.containsKey(one.file())).toList();
    }

    private static List<String> answers(List<Known> all) {
        return all.stream().map(Known::answer).sorted().toList();
    }

    private void add(Known one, Reason reason, String because) {
        long bytes = Math.max(0, one.stamp().size());
        for (Path body : one.bodies()) {
            bytes += files.version(body).map(FileVersion::size).orElse(0L);
        }
        found.put(one.file(), one);
        steps.put(
                one.file(),
                new PruneStep(
                        files.places().location(one.file()),
                        one.bodies().stream()
                                .map(files.places()::location)
                                .sorted()
                                .toList(),
                        reason,
                        Optional.of(one.test()),
                        bytes,
                        because));
    }

    /**
     * Deletes what {@link #find} has found, but for files that have changed since. {@code progress} is called for each file.
     *
     * @return those that could not be deleted, with the reason
     */
    public Map<String, String> delete(Runnable progress) {
        Map<String, String> failed = new TreeMap<>();
        found.forEach((file, one) -> {
            progress.run();
            delete(file, failed, () -> delete(one));
        });
        Set<Path> orphaned = orphans.isEmpty() ? Set.of() : bodies.orphansNow().keySet();
        orphans.forEach((body, stamp) -> {
            progress.run();
            delete(body, failed, () -> orphaned.contains(body) && delete(body, stamp));
        });
        files.close();
        return failed;
    }

    /** Whether something was deleted, because nothing has changed. */
    private interface Deletion {
        boolean make() throws IOException;
    }

    private void delete(Path file, Map<String, String> failed, Deletion deletion) {
        try {
            if (deletion.make()) {
                files.deleteDirectoryIfEmpty(DurableFiles.parentOf(file));
            } else {
                failed.put(files.places().location(file), "it has changed in the meantime");
            }
        } catch (IOException reason) {
            failed.put(files.places().location(file), FileFailures.unwritable(reason));
        }
    }

    private boolean delete(Known one) throws IOException {
        if (!delete(one.file(), one.stamp())) {
            return false;
        }
        bodies.deleted(one.bodies());
        for (Path body : one.bodies()) {
            if (bodies.isFree(body)) {
                files.delete(body);
            }
        }
        return true;
    }

    private boolean delete(Path file, FileVersion stamp) throws IOException {
        if (!files.version(file).equals(Optional.of(stamp))) {
            return false;
        }
        files.delete(file);
        return true;
    }
}
