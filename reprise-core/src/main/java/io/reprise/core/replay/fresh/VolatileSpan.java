package io.reprise.core.replay.fresh;

import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Bytes of a chunk that are the JSON text of an id or a time, from {@code start} to {@code end} (exclusive). */
sealed interface VolatileSpan {
    int start();

    int end();

    /** The point in time that it is, if it is one. */
    Optional<Instant> instant();

    /**
     * The JSON text that stands here in a replay.
     *
     * @param ids gives the new id for an old one
     * @param by how much later times are
     */
    String renewed(UnaryOperator<String> ids, Duration by);

    record Id(int start, int end, String id) implements VolatileSpan {
        @Override
        public Optional<Instant> instant() {
            return Optional.empty();
        }

        @Override
        public String renewed(UnaryOperator<String> ids, Duration by) {
            return new Json.JsonString(ids.apply(id)).write(Layout.COMPACT);
        }
    }

    record Time(int start, int end, SpelledTime time) implements VolatileSpan {
        @Override
        public Optional<Instant> instant() {
            return Optional.of(time.instant());
        }

        @Override
        public String renewed(UnaryOperator<String> ids, Duration by) {
            return time.later(by);
        }
    }
}
