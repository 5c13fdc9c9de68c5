package io.reprise.core.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How often a question was asked of an upstream in one run of its test, and what became of it. Thread-safe. */
final class Attempts {
    /** So many clients may wait at the same time before they try again. */
    private static final int MOST_UNANSWERED = 256;

    /** Those whose clients got no good answer and have not tried again yet, the latest last. */
    private final Deque<Attempt> unanswered = new ArrayDeque<>();

    private @Nullable Attempt latest;
    private boolean isAnyKept;
    private boolean isOfThisRun;

    /** Whether all recordings of the question were made in this run. */
    synchronized boolean isOfThisRun() {
        return isOfThisRun;
    }

    /** From now on all recordings of the question are of this run. */
    synchronized void areOfThisRun() {
        isOfThisRun = true;
    }

    /** Whether an upstream failed to answer, and the client has not tried again yet. */
    synchronized boolean hasFailed() {
        return unanswered.stream().anyMatch(Attempt::isFailed);
    }

    /** Whether the last answer that was kept is an error of the moment. */
    synchronized boolean isLatestFailed() {
        return latest != null && latest.isFailed();
    }

    /** A fresh request: whoever got no good answer before has given up, if all share one call. */
    synchronized void begin(Sharing sharing) {
        if (sharing == Sharing.ONE_CALL) {
            unanswered.clear();
        }
    }

    /** The attempt that a retry continues: the latest without a good answer, else the latest that was answered; null for none. */
    synchronized @Nullable Attempt toContinue() {
        Attempt last = unanswered.pollLast();
        return last == null ? latest : last;
    }

    /** The latest attempt whose answer was kept, and whose client went away before it had all of it; null for none. */
    synchronized @Nullable Attempt abandoned() {
        for (Attempt attempt : (Iterable<Attempt>) unanswered::descendingIterator) {
            if (!attempt.isFailed()) {
                unanswered.remove(attempt);
                return attempt;
            }
        }
        return null;
    }

    synchronized boolean isNoneKept() {
        return !isAnyKept;
    }

    /** Notes that an attempt was answered, and that its answer was kept or says nothing new. */
    synchronized void answered(Attempt attempt, boolean isAdded) {
        latest = attempt;
        isAnyKept |= isAdded;
    }

    /** Notes that the client of an attempt got no good answer. */
    synchronized void unanswered(Attempt attempt) {
        unanswered.addLast(attempt);
        if (unanswered.size() > MOST_UNANSWERED) {
            unanswered.removeFirst();
        }
    }
}
