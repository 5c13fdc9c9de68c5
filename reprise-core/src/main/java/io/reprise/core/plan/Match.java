package io.reprise.core.plan;

import java.util.function.Function;

/** The recording for a question at its turn, if there is one. */
public sealed interface Match {
    record Found(Turn turn) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether all recordings of the question are used up
     */
    record Nothing(boolean isUsedUp) implements Match {}

    default <T> T fold(Function<Turn, T> found, Function<Nothing, T> nothing) {
        return this instanceof Found match ? found.apply(match.turn()) : nothing.apply((Nothing) this);
    }
}
