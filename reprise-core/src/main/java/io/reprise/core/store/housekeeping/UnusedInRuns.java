package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.usage.RunRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides which recordings the last runs of their test did not use. */
final class UnusedInRuns {
    private final List<RunRecord> runs;
    private final int wanted;
    /** When the oldest of the wanted runs of each test was; empty for fewer runs. */
    private final Map<TestId, Optional<Instant>> since = new HashMap<>();

    private final Set<TestId> tooFew = new HashSet<>();
    /** When it was used last, by location, and by what its name told: people may rename the file. */
    private final Map<String, Instant> lastUse = new HashMap<>();

    /**
     * @param runs the latest first
     * @param wanted how many runs must not have used a recording
     */
    UnusedInRuns(List<RunRecord> runs, int wanted) {
        this.runs = List.copyOf(runs);
        this.wanted = wanted;
        runs.forEach(run -> run.used().forEach(location -> note(location, run.at())));
    }

    private void note(String location, Instant at) {
        lastUse.putIfAbsent(location, at);
        told(location).ifPresent(told -> lastUse.putIfAbsent(told, at));
    }

    private static Optional<String> told(String location) {
        return FileName.parse(location.substring(location.lastIndexOf('/') + 1))
                .map(name -> told(name.brief(), name.occurrence()));
    }

    private static String told(String brief, int occurrence) {
        return brief + "." + occurrence;
    }

    /** Whether it was there in those runs, and none of them, or of other tests since then, used it. If its time is not known, it counts as used. */
    boolean isUnused(FileEntry entry) {
        TestId test = entry.recording().test();
        Optional<Instant> oldest = since.computeIfAbsent(test, this::oldest);
        if (oldest.isEmpty()) {
            if (!test.isNone()) {
                tooFew.add(test);
            }
            return false;
        }
        boolean wasThere =
                entry.thereSince().filter(time -> !time.isAfter(oldest.get())).isPresent();
        return wasThere && names(entry).noneMatch(name -> isUsedSince(name, oldest.get()));
    }

    private boolean isUsedSince(String name, Instant oldest) {
        Instant use = lastUse.get(name);
        return use != null && !use.isBefore(oldest);
    }

    /** Under which it may have been used. */
    private static Stream<String> names(FileEntry entry) {
        String content = told(entry.question().key().brief(), entry.recording().occurrence());
        return Stream.concat(Stream.of(entry.location(), content), told(entry.location()).stream());
    }

    private Optional<Instant> oldest(TestId test) {
        return runs.stream()
                .filter(run -> run.tests().contains(test))
                .map(RunRecord::at)
                .skip(wanted - 1L)
                .findFirst();
    }

    int testsWithTooFewRuns() {
        return tooFew.size();
    }

    String because(TestId test) {
        String its = test.isNone() ? "without a test" : "of its test";
        return wanted == 1
                ? "the last run " + its + " did not use it"
                : "the last " + wanted + " runs " + its + " did not use it";
    }
}
