package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.usage.RunRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which recordings the last runs of their test did not use. */
final class UnusedInRuns {
    private final List<RunRecord> runs;
    private final int wanted;
    /** When the oldest of the wanted runs of each test was; empty for fewer runs. */
    private final Map<TestId, Optional<Instant>> since = new HashMap<>();

    private final Set<TestId> tooFew = new HashSet<>();
    /** By location, when it was used last. */
    private final Map<String, Instant> lastUse = new HashMap<>();

    /**
     * @param runs the latest first
     * @param wanted how many runs must not have used a recording
     */
    UnusedInRuns(List<RunRecord> runs, int wanted) {
        this.runs = List.copyOf(runs);
        this.wanted = wanted;
        runs.forEach(run -> run.used().forEach(location -> lastUse.putIfAbsent(location, run.at())));
    }

    /**
     * Whether it was there in those runs, and none of them, or of other tests since then, used it.
     *
     * @param writtenAt empty if it is not known; then it counts as used
     */
    boolean isUnused(TestId test, String location, Optional<Instant> writtenAt) {
        Optional<Instant> oldest = since.computeIfAbsent(test, this::oldest);
        if (oldest.isEmpty()) {
            if (!test.isNone()) {
                tooFew.add(test);
            }
            return false;
        }
        boolean wasThere = writtenAt.filter(time -> !time.isAfter(oldest.get())).isPresent();
        Instant use = lastUse.get(location);
        return wasThere && (use == null || use.isBefore(oldest.get()));
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
