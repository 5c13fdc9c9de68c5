package io.reprise.core.plan;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts, for one run of each test, how often a question was asked and how often it was recorded. Safe for use by
 * several threads.
 */
public final class Occurrences {
    /** A question within the test that asks it. */
    private record Asked(TestId test, Key key) {}

    /** Guarded by its own lock. */
    private static final class Count {
        int replayed;
        /** The occurrence that was recorded last; 0 for none. */
        int recorded;

        int attemptsKept;
        boolean isLastAttemptKept;
        /**
         * Whether the last request got no answer; then the next one counts as its retry, also if it is not marked as
         * one.
         */
        boolean isOwed;
    }

    private final Repeat repeat;
    private final ConcurrentMap<Asked, Count> counts = new ConcurrentHashMap<>();

    public Occurrences(Repeat repeat) {
        this.repeat = repeat;
    }

    /**
     * Which recording answers next, of {@code available} ones; empty if they are used up.
     *
     * @param isRetry whether the client repeats its last request, which is then answered as before
     */
    public Optional<Turn> next(TestId test, Key key, int available, boolean isRetry) {
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            int turn = isRetry && !count.isOwed && count.replayed > 0 ? count.replayed - 1 : count.replayed;
            OptionalInt index = index(turn, available);
            count.isOwed = index.isEmpty();
            if (index.isPresent()) {
                count.replayed = turn + 1;
            }
            return index.isPresent() ? Optional.of(new Turn(index.getAsInt(), turn)) : Optional.empty();
        }
    }

    /** Takes back {@link #next}, because the client got no answer: the next request gets it, retry or not. */
    public void takeBack(TestId test, Key key) {
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            if (!count.isOwed && count.replayed > 0) {
                count.replayed--;
                count.isOwed = true;
            }
        }
    }

    private OptionalInt index(int turn, int available) {
        if (available == 0) {
            return OptionalInt.empty();
        }
        return switch (repeat) {
            case LAST -> OptionalInt.of(Math.min(turn, available - 1));
            case CYCLE -> OptionalInt.of(turn % available);
            case MISS -> turn < available ? OptionalInt.of(turn) : OptionalInt.empty();
        };
    }

    /** Notes that an upstream is being asked; a retry continues the attempt before it. */
    public void attempt(TestId test, Key key, boolean isRetry) {
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            if (!isRetry) {
                count.isLastAttemptKept = false;
            }
        }
    }

    /**
     * Where the answer to the last attempt is to be kept. Followed by {@link #kept}, or by {@link #notKept}.
     *
     * @param replacesEarlierRuns whether the first answer of this run takes the place of those of earlier runs
     */
    public Position toKeep(TestId test, Key key, boolean replacesEarlierRuns) {
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            count.isOwed = false;
            if (count.isLastAttemptKept && count.recorded > 0) {
                return new Position.At(count.recorded);
            }
            count.isLastAttemptKept = true;
            boolean isFirst = count.attemptsKept++ == 0;
            return isFirst && replacesEarlierRuns ? new Position.First() : new Position.Next();
        }
    }

    /** Notes that the answer to the last attempt was kept as this occurrence. */
    public void kept(TestId test, Key key, int occurrence) {
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            count.recorded = occurrence;
            count.replayed = Math.max(count.replayed, occurrence);
        }
    }

    /** Whether the question was answered in this run of its test, and by recordings of earlier runs only. */
    public boolean isOnlyReplayed(TestId test, Key key) {
        Count count = counts.get(new Asked(test, key));
        if (count == null) {
            return false;
        }
        synchronized (count) {
            return count.replayed > 0 && count.recorded == 0;
        }
    }

    /** Takes back what {@link #toKeep} gave, because the answer could not be kept after all. */
    public void notKept(TestId test, Key key, Position position) {
        if (position instanceof Position.At) {
            return; // the attempt before this retry is still kept
        }
        Count count = counts.computeIfAbsent(new Asked(test, key), absent -> new Count());
        synchronized (count) {
            if (count.isLastAttemptKept) {
                count.isLastAttemptKept = false;
                count.attemptsKept--;
            }
        }
    }

    /** Begins a new run of one test: its next request is answered by the first occurrence. */
    public void startOver(TestId test) {
        counts.keySet().removeIf(asked -> asked.test().equals(test));
    }

    /** Begins a new run of all tests. */
    public void startOver() {
        counts.clear();
    }
}
