package io.reprise.core.plan;

import java.util.function.Function;
import java.util.function.IntFunction;

/** What the store has for a question, at its turn. */
public sealed interface Match {
    /** @param turn the index, from 0, of the recording that answers now */
    record Found(int turn) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether there were recordings, but all have been given
     */
    record Nothing(boolean isUsedUp) implements Match {}

    default <T> T fold(IntFunction<T> found, Function<Nothing, T> nothing) {
        return this instanceof Found match ? found.apply(match.turn()) : nothing.apply((Nothing) this);
    }
}
