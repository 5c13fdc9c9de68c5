package io.reprise.core.plan;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream whose answer may be kept, from the start until it is known what became of the answer. Whoever keeps
 * answers keeps one of a question after the other, from {@link #position} to {@link #kept}. Thread-safe.
 */
public final class Attempt {
    private final Turns turns;
    private final Attempts attempts;
    private final Plan.Keeping keeping;
    private final boolean isRetry;
    private final AtomicInteger open;
    private final AtomicBoolean isOver = new AtomicBoolean();
    /** What a retry continues, until its answer has its place; null for nothing that is known. */
    private volatile @Nullable Attempt continued;
    /** The occurrence in whose place the answer is kept; 0 for none. */
    private volatile int replaced;

    private volatile int occurrence;
    /** What a retry of this takes the place of, although this got no good answer; 0 for none. */
    private volatile int owed;

    /** Whether the answer was kept, or was none to be kept. */
    private volatile boolean isKnown;

    private volatile boolean isAnswered;
    private volatile boolean isFailed;
    private volatile boolean isAbandoned;
    private volatile boolean isUnseen;

    /**
     * @param isRetry whether it continues one before it
     * @param open counts those that have not come to their end
     */
    Attempt(Turns turns, Attempts attempts, Plan.Keeping keeping, boolean isRetry, AtomicInteger open) {
        this.turns = turns;
        this.attempts = attempts;
        this.keeping = keeping;
        this.isRetry = isRetry;
        this.open = open;
        open.incrementAndGet();
        this.continued = isRetry ? attempts.toContinue() : null;
    }

    /** Notes that the upstream is only asked because the store could not be looked at: it may have an answer. */
    public void unseen() {
        isUnseen = true;
    }

    /** Whether the answer is only needed if the store has none: nobody could look, and it does not continue what this run has kept. */
    public boolean isForMissingOnly() {
        return isUnseen && attempts.isNoneKept();
    }

    /** Where the answer is to be kept. */
    public Position position() {
        replaced = isRetry ? toReplace(continued) : 0;
        if (replaced > 0) {
            return new Position.At(replaced);
        }
        if (keeping == Plan.Keeping.REPLACE_ALL) {
            return new Position.Only();
        }
        if (keeping == Plan.Keeping.REPLACE && attempts.isNoneKept()) {
            return new Position.First();
        }
        if (keeping == Plan.Keeping.RENEW) {
            return new Position.Renewal();
        }
        int given = keeping != Plan.Keeping.REPLACE && attempts.isNoneKept() ? turns.given() : 0;
        return keeping == Plan.Keeping.APPEND_CHANGES ? new Position.NextChange(given) : new Position.Next(given);
    }

    private int toReplace(@Nullable Attempt before) {
        if (before != null && (before.isFailed || before.isAbandoned)) {
            return before.owedPlace();
        }
        // the client may have tried again while its first answer was being kept
        Attempt abandoned = attempts.abandoned();
        Attempt continuing = abandoned == null ? before : abandoned;
        return continuing == null ? 0 : continuing.occurrence;
    }

    /** The occurrence in whose place a retry of this is kept; 0 for none. */
    private int owedPlace() {
        return isFailed ? owed : occurrence;
    }

    /**
     * Notes that the answer was kept.
     *
     * @param number its place among the recordings that answer the question, from 1
     * @param isError whether it is an error of the moment, after which clients try again
     */
    public void kept(int number, boolean isError) {
        kept(number, number, isError);
    }

    /**
     * Notes that the answer is kept, and that its place among the recordings is not known yet. A retry is kept after it, and not in its place.
     *
     * @param turn which it was among those that wait for their place, from 1
     */
    public void putAside(int turn, boolean isError) {
        kept(0, turn, isError);
    }

    private void kept(int number, int turn, boolean isError) {
        occurrence = number;
        isFailed = isError;
        isKnown = true;
        isAnswered = true;
        continued = null;
        if (keeping == Plan.Keeping.REPLACE_ALL || keeping == Plan.Keeping.REPLACE && attempts.isNoneKept()) {
            attempts.areOfThisRun();
        }
        attempts.answered(this, replaced == 0 && keeping != Plan.Keeping.RENEW);
        turns.answered(turn);
        if (isError || isAbandoned) {
            attempts.unanswered(this);
        }
    }

    /** Notes that the answer is none to be kept, since it says the same as the occurrence before it. */
    public void repeated() {
        isKnown = true;
        isAnswered = true;
        continued = null;
        attempts.answered(this, false);
        turns.answered(0);
    }

    /**
     * What became of the answer: its place as {@link #kept} was told, 0 if it said nothing new; empty as long as it is not known, and where it is not
     * kept.
     */
    public OptionalInt place() {
        return isKnown ? OptionalInt.of(occurrence) : OptionalInt.empty();
    }

    /** Whether what was kept is an error of the moment. */
    public boolean isError() {
        return isKnown && isFailed;
    }

    /** Notes that the client went away before it had all of the answer. */
    public void abandon() {
        isAbandoned = true;
    }

    /** Notes that nothing more happens: where the answer was not kept, the client may try again. Only the first call counts. */
    public void end() {
        if (!isOver.getAndSet(true)) {
            open.decrementAndGet();
        }
        if (!isAnswered) {
            isAnswered = true;
            Attempt before = continued;
            owed = before == null ? 0 : before.owedPlace();
            isFailed = true;
            continued = null;
            attempts.unanswered(this);
        }
    }

    /** Whether the client got no good answer. */
    boolean isFailed() {
        return isFailed;
    }
}
