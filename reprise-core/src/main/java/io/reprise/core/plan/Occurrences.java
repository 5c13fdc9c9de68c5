package io.reprise.core.plan;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.key.LatestQuestions;
import io.reprise.core.key.Question;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts, for one run of each test, how often a question was asked and how often it was recorded. Of more questions than it may remember,
 * those that were not asked for the longest time begin anew; but what was recorded in a run is known until the run is started over, since the
 * next recording would replace it. Safe for use by several threads.
 */
public final class Occurrences {
    /** What a question takes that is remembered, in bytes, roughly: its key, its turns, and its attempts. */
    public static final int BYTES_EACH = 512;

    /** A question, counted for one test. */
    private record Counted(TestId test, Key question) {}

    /**
     * Who asks a question: turns are counted for one test, and recordings for the test that they belong to.
     *
     * @param test that takes turns
     * @param owner of the recordings; differs where they belong to no test
     * @param question as {@link Question#scope()} has it
     */
    public record Asker(TestId test, TestId owner, Key question) {
        /** @param test that asks, which is not always the one of the question */
        public static Asker of(TestId test, Question question) {
            return new Asker(test, question.test(), question.scope());
        }

        public static Asker of(Question question) {
            return of(question.test(), question);
        }

        private Counted turns() {
            return new Counted(test, question);
        }

        private Counted attempts() {
            return new Counted(owner, question);
        }
    }

    /**
     * The recordings that answer a question.
     *
     * @param isFailure whether the one at an index, from 0, is an error after which clients try again
     * @param owner who has recorded them, where that is not who asks: recordings without a test answer all tests
     */
    public record Available(int count, IntPredicate isFailure, Optional<Asker> owner) {
        public Available(int count, IntPredicate isFailure) {
            this(count, isFailure, Optional.empty());
        }

        public static Available of(int count) {
            return new Available(count, index -> false);
        }
    }

    private final Repeat repeat;
    private final Sharing sharing;
    private final LatestQuestions<Counted, Turns> turns;

    /** Those for which no upstream was asked, as in replay. */
    private final LatestQuestions<Counted, Attempts> notAsked;

    private final ConcurrentMap<Counted, Attempts> attempts = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    /** @param mostQuestions are remembered, 1 or more; each takes {@value #BYTES_EACH} bytes */
    public Occurrences(Repeat repeat, Sharing sharing, int mostQuestions) {
        this.repeat = repeat;
        this.sharing = sharing;
        this.turns = new LatestQuestions<>(mostQuestions);
        this.notAsked = new LatestQuestions<>(mostQuestions);
    }

    /** What answers a question that is asked more often than it was recorded. */
    public Repeat repeat() {
        return repeat;
    }

    /**
     * Which recording answers next.
     *
     * @param isRetry whether the client repeats its last request, which is then answered as before, unless the answer was an
     *     error after which clients try again
     */
    public Match next(Asker asker, Available available, boolean isRetry) {
        if (available.count() == 0) {
            noted(asker).areOfThisRun();
        }
        Attempts own = known(asker.attempts()); // a run that only replays has none
        Attempts owners = available.owner().isEmpty()
                ? own
                : known(available.owner().get().attempts());
        boolean areOfThisRun = owners != null && owners.isOfThisRun();
        boolean isOwed = own != null && own.hasFailed();
        Match match = turns(asker)
                .take(new Turns.Look(available.count(), areOfThisRun, available.isFailure(), isRetry, isOwed));
        if (owners == null) {
            return match;
        }
        return match instanceof Match.Found found && found.origin() == Match.Origin.ASKED && owners.isLatestFailed()
                ? new Match.Found(found.turn(), Match.Origin.FAILED)
                : match;
    }

    /** Takes back {@link #next}, because the client got no answer: the next request gets it, retry or not. */
    public void takeBack(Asker asker, Turn turn) {
        turns(asker).takeBack(turn);
    }

    /** Takes back {@link #next}, because the upstream is asked although there is a recording. */
    public void giveBack(Asker asker, Turn turn) {
        noted(asker).areOfThisRun(); // else there would have been something to replay
        turns(asker).giveBack(turn);
    }

    /** Takes back {@link #next}, because the recording is older than it may be, and does not answer. */
    public void passOver(Asker asker, Turn turn) {
        turns(asker).giveBack(turn);
    }

    /**
     * Notes that an upstream is being asked.
     *
     * @param isRetry whether the client repeats its last request; if that was answered and kept, the new answer takes the place
     *     of the old one, unless the old one is an error after which clients try again
     */
    public Attempt attempt(Asker asker, Plan.Keeping keeping, boolean isRetry) {
        Attempts its = attempts(asker);
        if (!isRetry) {
            its.begin(sharing);
        }
        return new Attempt(turns(asker), its, keeping, isRetry, open);
    }

    /** How many attempts have not come to their end. */
    public int open() {
        return open.get();
    }

    /** Whether the question was answered in this run of its test, and by recordings of earlier runs only. */
    public boolean isOnlyReplayed(Asker asker) {
        Turns taken = turns.get(asker.turns());
        Attempts its = known(asker.attempts());
        return taken != null && taken.given() > 0 && (its == null || its.isNoneKept());
    }

    private Turns turns(Asker asker) {
        return turns.get(asker.turns(), () -> new Turns(repeat));
    }

    private @Nullable Attempts known(Counted question) {
        Attempts asked = attempts.get(question);
        return asked != null ? asked : notAsked.get(question);
    }

    private Attempts noted(Asker asker) {
        Attempts asked = attempts.get(asker.attempts());
        return asked != null ? asked : notAsked.get(asker.attempts(), Attempts::new);
    }

    private Attempts attempts(Asker asker) {
        return attempts.computeIfAbsent(asker.attempts(), question -> {
            Attempts before = notAsked.remove(question);
            return before != null ? before : new Attempts();
        });
    }

    /** How many questions are remembered for which no upstream was asked. */
    public int remembered() {
        return Math.max(turns.size(), notAsked.size());
    }

    /** Whether the test has taken turns since it was started over; also with lists of models, whose recordings belong to no test. */
    public boolean knows(TestId test) {
        return turns.hasAny(counted -> counted.test().equals(test))
                || notAsked.hasAny(counted -> counted.test().equals(test))
                || attempts.keySet().stream().anyMatch(counted -> counted.test().equals(test));
    }

    /** Begins a new run of one test: its next request is answered by the first occurrence. */
    public void startOver(TestId test) {
        turns.forget(counted -> counted.test().equals(test));
        notAsked.forget(counted -> counted.test().equals(test));
        attempts.keySet().removeIf(counted -> counted.test().equals(test));
    }

    /** Begins a new run of all tests. */
    public void startOver() {
        turns.forget(any -> true);
        notAsked.forget(any -> true);
        attempts.clear();
    }
}
