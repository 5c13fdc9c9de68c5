package io.reprise.core.replay.fault;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One fault. docs/faults.md says how each is written and what it does. */
sealed interface Fault
        permits Fault.Status,
                Fault.ErrorEvent,
                Fault.Cut,
                Fault.Reset,
                Fault.Stall,
                Fault.Delay,
                Fault.SlowHeaders,
                Fault.Malformed,
                Fault.Empty,
                Fault.Duplicate,
                Fault.NoDone,
                Recut {

    /** Faults of an earlier phase are applied first, in whatever order they are written. */
    enum Phase {
        CONTENT,
        TIME,
        END,
        PIECES
    }

    default Phase phase() {
        return Phase.CONTENT;
    }

    /** How much of an answer must be there before the fault can happen. */
    enum Reach {
        /** Nothing: the client gets something else, or nothing at all. */
        INSTEAD,
        /** Nothing yet: it happens before the first byte is sent. */
        BEFORE,
        /** The whole of it. */
        WITHIN
    }

    default Reach reach() {
        return Reach.WITHIN;
    }

    /** Whether the client is left without an answer that it could use. */
    default boolean losesAnswer() {
        return false;
    }

    /** How much later the first byte comes. */
    default Duration delay() {
        return Duration.ZERO;
    }

    void disturb(FaultyResponse course);

    /** A different answer, which {@link Faults} gives before anything else happens. */
    record Status(int status, Optional<Duration> retryAfter, Optional<String> message) implements Fault {
        Refused refused(Optional<String> model, Instant now) {
            return new Refused(status, message, retryAfter, model, now);
        }

        @Override
        public Reach reach() {
            return Reach.INSTEAD;
        }

        @Override
        public boolean losesAnswer() {
            return true;
        }

        @Override
        public void disturb(FaultyResponse course) {}
    }

    /**
     * An error in the family's own form, after which a stream ends properly. An answer that is not a stream is replaced
     * by the error; {@link Faults} does this.
     */
    record ErrorEvent(Point at, int status, Optional<String> message) implements Fault {
        Refused refused(Optional<String> model, Instant now) {
            return new Refused(status, message, Optional.empty(), model, now);
        }

        @Override
        public boolean losesAnswer() {
            return true;
        }

        @Override
        public void disturb(FaultyResponse course) {
            if (course.response().isStream()) {
                StreamFormat format = course.response().format();
                Refused refused = refused(Optional.empty(), Instant.EPOCH);
                PlainChunk error = course.family()
                        .errorChunk(course.family().refusal(refused).body());
                course.replaceRest(at, index -> format.error(error, index));
            }
        }
    }

    record Cut(Point at) implements Fault {
        @Override
        public Reach reach() {
            return at.isBeforeHead() ? Reach.INSTEAD : Reach.WITHIN;
        }

        @Override
        public boolean losesAnswer() {
            return true;
        }

        @Override
        public Phase phase() {
            return Phase.END;
        }

        @Override
        public void disturb(FaultyResponse course) {
            course.endAt(at, Step.Cut::new);
        }
    }

    record Reset(Point at) implements Fault {
        @Override
        public Reach reach() {
            return at.isBeforeHead() ? Reach.INSTEAD : Reach.WITHIN;
        }

        @Override
        public boolean losesAnswer() {
            return true;
        }

        @Override
        public Phase phase() {
            return Phase.END;
        }

        @Override
        public void disturb(FaultyResponse course) {
            course.endAt(at, Step.Reset::new);
        }
    }

    /** @param time empty for ever */
    record Stall(Point at, Optional<Duration> time) implements Fault {
        @Override
        public Reach reach() {
            boolean isBeforeHead = at.isBeforeHead();
            return !isBeforeHead ? Reach.WITHIN : time.isPresent() ? Reach.BEFORE : Reach.INSTEAD;
        }

        @Override
        public boolean losesAnswer() {
            return time.isEmpty();
        }

        @Override
        public Duration delay() {
            return time.orElse(Duration.ZERO);
        }

        @Override
        public Phase phase() {
            return time.isPresent() ? Phase.TIME : Phase.END;
        }

        @Override
        public void disturb(FaultyResponse course) {
            if (time.isPresent()) {
                course.delay(at, time.get().toNanos());
            } else {
                course.endAt(at, Step.Hang::new);
            }
        }
    }

    record Delay(Duration time) implements Fault {
        @Override
        public Reach reach() {
            return Reach.BEFORE;
        }

        @Override
        public Duration delay() {
            return time;
        }

        @Override
        public Phase phase() {
            return Phase.TIME;
        }

        @Override
        public void disturb(FaultyResponse course) {
            course.delay(new Point.Start(), time.toNanos());
        }
    }

    record SlowHeaders(Duration time) implements Fault {
        @Override
        public Reach reach() {
            return Reach.BEFORE;
        }

        @Override
        public Duration delay() {
            return time;
        }

        @Override
        public Phase phase() {
            return Phase.TIME;
        }

        @Override
        public void disturb(FaultyResponse course) {
            course.delayHead(time.toNanos());
        }
    }

    /** Half the JSON of a chunk, in a complete frame. */
    record Malformed(Point at) implements Fault {
        @Override
        public void disturb(FaultyResponse course) {
            StreamFormat format = course.response().format();
            course.replace(at, (chunk, index) -> List.of(TornJson.of(format, chunk, index)));
        }
    }

    /** A frame without content, before the chunk at the point. A body that is not a stream becomes empty. */
    record Empty(Point at) implements Fault {
        @Override
        public void disturb(FaultyResponse course) {
            StreamFormat format = course.response().format();
            course.replace(at, (chunk, index) -> {
                Bytes empty = format.chunk(PlainChunk.EMPTY, index);
                return format.isStream() ? List.of(empty, chunk) : List.of(empty);
            });
        }
    }

    record Duplicate(Point at) implements Fault {
        @Override
        public void disturb(FaultyResponse course) {
            StreamFormat format = course.response().format();
            course.replace(at, (chunk, index) -> List.of(chunk, format.repeated(chunk, index)));
        }
    }

    record NoDone() implements Fault {
        @Override
        public boolean losesAnswer() {
            return true;
        }

        @Override
        public void disturb(FaultyResponse course) {
            course.dropEndMark();
        }
    }
}
