package io.reprise.core.plan;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** How often a question was answered in one run of a test. Thread-safe. */
final class Turns {
    /** After so many, it is no longer known how many there were, but still which recording is next. */
    private static final int MOST = 1 << 30;

    private final Repeat repeat;
    private int replayed;
    /** Replayed errors that make clients try again, and after which none has tried yet. */
    private int failures;
    /** Turns of which the clients got no answer. The next requests get them, also those that are not marked as retries. */
    private NavigableSet<Integer> owed = Collections.emptyNavigableSet();
    /** Whether there was nothing for the last request, or the upstream was asked; then a retry has got nothing before. */
    private boolean isUnanswered;

    Turns(Repeat repeat) {
        this.repeat = repeat;
    }

    /**
     * A request and the recordings that may answer it.
     *
     * @param areOfThisRun whether the run has made all of them
     * @param isFailure whether the recording at an index is an error after which clients try again
     * @param isOwed whether an upstream gave a client no good answer, which has not tried again yet
     */
    record Look(int available, boolean areOfThisRun, IntPredicate isFailure, boolean isRetry, boolean isOwed) {}

    synchronized Match take(Look look) {
        OptionalInt again = nextOwed();
        int turn = again.isPresent() ? again.getAsInt() : turn(look);
        OptionalInt index = index(turn, look);
        isUnanswered = index.isEmpty();
        if (index.isEmpty()) {
            return new Match.Nothing(look.available() > 0);
        }
        replayed = again.isPresent() ? Math.max(replayed, turn + 1) : counted(turn, look.available());
        failures += look.isFailure().test(index.getAsInt()) ? 1 : 0;
        boolean isPast = look.areOfThisRun() && turn >= look.available();
        return new Match.Found(new Turn(index.getAsInt(), turn), isPast ? Match.Origin.ASKED : Match.Origin.RECORDED);
    }

    private static int counted(int turn, int available) {
        int next = turn + 1;
        boolean isCounted = next < MOST || available > MOST / 2;
        return isCounted ? next : MOST - MOST % available - available + next % available;
    }

    /** A retry gets what its client got before, unless that was no good answer. */
    private int turn(Look look) {
        if (!look.isRetry() || isUnanswered || replayed == 0) {
            return replayed;
        }
        if (failures > 0) {
            failures--;
            return replayed;
        }
        return look.isOwed() ? replayed : replayed - 1;
    }

    private OptionalInt index(int turn, Look look) {
        int available = look.available();
        if (available == 0) {
            return OptionalInt.empty();
        }
        return switch (repeat) {
            case LAST -> OptionalInt.of(Math.min(turn, available - 1));
            case CYCLE -> OptionalInt.of(turn % available);
            case MISS -> {
                boolean isAskedFor = turn < available || look.isRetry() && !look.areOfThisRun();
                yield isAskedFor ? OptionalInt.of(Math.min(turn, available - 1)) : OptionalInt.empty();
            }
        };
    }

    private OptionalInt nextOwed() {
        if (owed.isEmpty()) {
            return OptionalInt.empty();
        }
        int next = owed.first();
        owed.remove(next);
        if (owed.isEmpty()) {
            owed = Collections.emptyNavigableSet();
        }
        return OptionalInt.of(next);
    }

    /** Takes back that turn, because its client got no answer: the next request gets it, retry or not. To do so twice changes nothing. */
    synchronized void takeBack(Turn turn) {
        if (turn.number() < replayed) {
            if (owed.isEmpty()) {
                owed = new TreeSet<>();
            }
            owed.add(turn.number());
        }
    }

    /** Takes back that turn, because the upstream is asked instead. */
    synchronized void giveBack(Turn turn) {
        replayed = Math.min(replayed, turn.number());
        owed = owed.isEmpty() ? owed : new TreeSet<>(owed.headSet(turn.number(), false));
        isUnanswered = true;
    }

    /** Notes that an upstream gave an answer, which is this occurrence. */
    synchronized void answered(int occurrence) {
        isUnanswered = false;
        replayed = Math.max(replayed, Math.min(occurrence, MOST));
    }

    /** How often it was. */
    synchronized int given() {
        return replayed - owed.size();
    }
}
