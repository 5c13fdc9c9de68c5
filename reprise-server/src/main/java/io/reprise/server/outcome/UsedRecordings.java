package io.reprise.server.outcome;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.usage.RunRecord;
import io.reprise.server.outcome.Outcome.Verb;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that requests have used since this server started, or since their test was started over: those that were replayed,
 * and those that were recorded. To note what was noted before allocates nothing.
 */
public final class UsedRecordings {
    /** So many are remembered, which takes about 150 MB. */
    private static final int MOST_REMEMBERED = 1_000_000;

    /** Of so many tests the latest run is remembered, which takes about 60 MB. */
    private static final int MOST_TESTS = 200_000;

    /**
     * One run of a test, as far as it is known.
     *
     * @param used the locations of recordings
     * @param isWhole whether each request was answered by a recording, old or new. After a miss or an error most tests stop, so that what
     *     they did not ask for says nothing.
     */
    public record TestRun(Set<String> used, boolean isWhole) {
        public TestRun {
            used = Set.copyOf(used);
        }
    }

    private static final class Run {
        final Set<String> used = ConcurrentHashMap.newKeySet();
        volatile boolean hasRequests;
        volatile boolean isBroken;
        /** The next request begins another. */
        volatile boolean isOver;
        /** In the time of {@link System#nanoTime}; set before it is over. */
        volatile long overNanos;

        void end() {
            if (!isOver) {
                overNanos = System.nanoTime();
                isOver = true;
            }
        }
    }

    private final ConcurrentMap<TestId, Run> runs = new ConcurrentHashMap<>();
    private final AtomicInteger remembered = new AtomicInteger();
    private volatile boolean isComplete = true;

    /** Notes that a recording answers a request, or was just made. One without a test is used by all tests together. */
    public void note(Store.Entry entry) {
        entry.noteUse();
        Set<String> used = run(entry.recording().test()).used;
        if (used.contains(entry.location())) {
            return;
        }
        if (remembered.get() >= MOST_REMEMBERED) {
            isComplete = false;
        } else if (used.add(entry.location())) {
            remembered.incrementAndGet();
        }
    }

    /** Notes that a test runs. Model lists belong to no test, and a request that is only passed on uses no recording. */
    public void note(Outcome outcome) {
        if (outcome.request().question().isEmpty()) {
            return;
        }
        Question question = outcome.request().question().get();
        if (question.parsed().family().isModelList()) {
            return;
        }
        boolean isAnswered = isAnswered(outcome.verb());
        if (!isAnswered && outcome.verb() != Verb.MISSED && !runs.containsKey(question.test())) {
            return;
        }
        Run run = runOf(question.test(), outcome);
        if (!run.hasRequests) {
            run.hasRequests = true;
        }
        if (!isAnswered && !run.isBroken) {
            run.isBroken = true;
        }
    }

    private static boolean isAnswered(Verb verb) {
        return verb == Verb.REPLAYED || verb == Verb.RECORDED || verb == Verb.JOINED || verb == Verb.CLIENT_LEFT;
    }

    /** A request may be noted after its client, which has the answer, has ended the run: it still belongs to the former. */
    private Run runOf(TestId test, Outcome outcome) {
        Run former = runs.get(test);
        if (former != null && former.isOver && System.nanoTime() - outcome.nanos() - former.overNanos < 0) {
            return former;
        }
        return run(test);
    }

    private Run run(TestId test) {
        Run run = runs.get(test);
        if (run == null && runs.size() >= MOST_TESTS && !makeRoom()) {
            isComplete = false;
            return new Run(); // which nobody remembers
        }
        return run != null && !run.isOver
                ? run
                : runs.compute(test, (same, present) -> present == null || present.isOver ? begin(present) : present);
    }

    /** Forgets runs that are over; whether there is room now. */
    private synchronized boolean makeRoom() {
        if (runs.size() < MOST_TESTS) {
            return true;
        }
        if (!isComplete) {
            return false;
        }
        runs.forEach((test, run) -> {
            if (run.isOver && runs.remove(test, run)) {
                remembered.addAndGet(-run.used.size());
            }
        });
        return runs.size() < MOST_TESTS;
    }

    private Run begin(@Nullable Run former) {
        if (former != null) {
            remembered.addAndGet(-former.used.size());
        }
        return new Run();
    }

    /** The latest run of each test as one record; empty if no recording was used. */
    public Optional<RunRecord> record(Instant at) {
        Set<TestId> whole = new HashSet<>();
        Set<String> used = new HashSet<>();
        runs().forEach((test, run) -> {
            used.addAll(run.used());
            if (run.isWhole()) {
                whole.add(test);
            }
        });
        return used.isEmpty() ? Optional.empty() : Optional.of(new RunRecord(at, whole, used));
    }

    /** A run of a test has ended: it is forgotten when the next one begins. */
    public void startOver(TestId test) {
        Run run = runs.get(test);
        if (run != null) {
            run.end();
        }
    }

    /** The runs of all tests have ended. */
    public void startOver() {
        runs.values().forEach(Run::end);
    }

    /** The tests that ran, by name; {@link TestId#NONE} if there were requests without a test. */
    public Set<TestId> tests() {
        Set<TestId> tests = new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
        runs.forEach((test, run) -> {
            if (run.hasRequests) {
                tests.add(test);
            }
        });
        return tests;
    }

    /** Whether the test of a recording ran, and did not use it. False for all once too many were used to be remembered. */
    public boolean isUnused(TestId test, String location) {
        Run run = runs.get(test);
        return isComplete && run != null && run.hasRequests && !run.used.contains(location);
    }

    /** Whether the latest run of a test has used a recording of its own. */
    public boolean hasUsed(TestId test, String location) {
        Run run = runs.get(test);
        return run != null && !run.isOver && run.used.contains(location);
    }

    /** The latest run of each test; empty once too many recordings were used to be remembered. Those without a test may have been used although no request was without one. */
    public Map<TestId, TestRun> runs() {
        Map<TestId, TestRun> all = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
        if (isComplete) {
            runs.forEach((test, run) -> all.put(test, new TestRun(run.used, run.hasRequests && !run.isBroken)));
        }
        return all;
    }
}
