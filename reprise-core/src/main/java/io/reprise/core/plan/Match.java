package io.reprise.core.plan;

import java.util.function.Function;

/** What the store has for a question, at its turn. */
public sealed interface Match {
    record Found(Turn turn) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether there were recordings, but all have been given
     */
    record Nothing(boolean isUsedUp) implements Match {}

    default <T> T fold(Function<Turn, T> found, Function<Nothing, T> nothing) {
        return this instanceof Found match ? found.apply(match.turn()) : nothing.apply((Nothing) this);
    }
}
