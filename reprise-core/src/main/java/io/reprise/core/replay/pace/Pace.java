package io.reprise.core.replay.pace;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Response;
import io.reprise.core.replay.rule.Terms;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides at which times the chunks of a replayed answer are sent. docs/pace.md specifies each pace. */
public sealed interface Pace permits Pace.Instant, Pace.Flushed, Pace.Recorded, ModelPace {
    /** Everything at once. */
    record Instant() implements Pace {
        @Override
        public Schedule schedule(Timeline timeline, Occasion occasion) {
            return Schedule.atOnce(timeline.response().chunks().size());
        }

        @Override
        public ChunkTimes times(ChunkTimes.Answer answer, Occasion occasion) {
            return (at, tokens) -> 0;
        }

        @Override
        public long[] delays(Released messages, Occasion occasion) {
            return new long[messages.afterMillis().size()];
        }

        @Override
        public boolean isSameEachTime() {
            return true;
        }

        @Override
        public String toString() {
            return "instant";
        }
    }

    /** Everything at once, but each chunk in its own write. */
    record Flushed() implements Pace {
        @Override
        public Schedule schedule(Timeline timeline, Occasion occasion) {
            return Schedule.atOnce(timeline.response().chunks().size()).eachAlone();
        }

        @Override
        public ChunkTimes times(ChunkTimes.Answer answer, Occasion occasion) {
            return (at, tokens) -> 0;
        }

        @Override
        public long[] delays(Released messages, Occasion occasion) {
            return new long[messages.afterMillis().size()];
        }

        @Override
        public boolean isSameEachTime() {
            return true;
        }

        @Override
        public String toString() {
            return "flushed";
        }
    }

    /**
     * The times of the recording.
     *
     * @param factor how many times faster, more than 0
     */
    record Recorded(double factor) implements Pace {
        private static final double NANOS_PER_MILLI = 1e6;

        public Recorded {
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("a factor is more than 0, not " + factor);
            }
        }

        @Override
        public Schedule schedule(Timeline timeline, Occasion occasion) {
            Response response = timeline.response();
            double[] due = response.chunks().stream()
                    .mapToDouble(chunk -> due(chunk.at()))
                    .toArray();
            return Schedule.of(due, response.isStream());
        }

        private double due(long at) {
            return at * NANOS_PER_MILLI / factor;
        }

        @Override
        public ChunkTimes times(ChunkTimes.Answer answer, Occasion occasion) {
            return (at, tokens) -> due(at);
        }

        @Override
        public long[] delays(Released messages, Occasion occasion) {
            return messages.afterMillis().stream()
                    .mapToLong(after -> Math.round(Math.min(after * NANOS_PER_MILLI / factor, Schedule.LATEST)))
                    .toArray();
        }

        @Override
        public boolean isSameEachTime() {
            return true;
        }

        @Override
        public String toString() {
            return factor == 1 ? "recorded" : "x" + Terms.plain(factor);
        }
    }

    Pace INSTANT = new Instant();

    String FORM =
            "A pace is instant, flushed, recorded, x2 (or any factor: twice as fast as recorded), or a model such as "
                    + "ttft=300ms,tps=50,jitter=10%,seed=7,prefill=0.1ms,load=1.5";

    /**
     * The pace that is written so.
     *
     * @throws IllegalArgumentException for any other text; the message says what is wrong and how it is written
     */
    static Pace parse(String text) {
        String pace = text.strip().toLowerCase(Locale.ROOT);
        if (pace.equals("instant")) {
            return INSTANT;
        }
        if (pace.equals("flushed")) {
            return new Flushed();
        }
        if (pace.equals("recorded")) {
            return new Recorded(1);
        }
        if (pace.startsWith("x") && pace.indexOf('=') < 0) {
            return factor(text, pace.substring(1));
        }
        if (pace.isEmpty() || pace.indexOf('=') < 0) {
            throw new IllegalArgumentException(Quoted.of(text) + " is not a pace. " + FORM);
        }
        return ModelPace.parse(pace);
    }

    private static Pace factor(String text, String digits) {
        Matcher number = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?").matcher(digits);
        if (!number.matches() || Double.parseDouble(digits) == 0) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + ": a factor is more than 0, such as x2 or x0.5. " + FORM);
        }
        return new Recorded(Double.parseDouble(digits));
    }

    /** When each chunk is due. The same arguments always give the same times, on every machine and Java version. */
    Schedule schedule(Timeline timeline, Occasion occasion);

    /** The same times for an answer whose chunks are known one by one. */
    ChunkTimes times(ChunkTimes.Answer answer, Occasion occasion);

    /** When each message of a conversation is due that a client's message has released, in nanoseconds after that message. */
    long[] delays(Released messages, Occasion occasion);

    /** Whether the schedule of a recording does not depend on the occasion, so that it can be kept for the next replay. */
    boolean isSameEachTime();

    default boolean isInstant() {
        return this instanceof Instant;
    }
}
