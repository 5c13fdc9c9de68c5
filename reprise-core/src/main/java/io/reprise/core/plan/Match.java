package io.reprise.core.plan;

import io.reprise.core.store.Store;
import java.util.function.Function;

/** What the store has for a question, at its turn. */
public sealed interface Match {
    record Found(Store.Entry entry) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether there were recordings, but all have been given
     */
    record Nothing(boolean isUsedUp) implements Match {}

    default <T> T fold(Function<Store.Entry, T> found, Function<Nothing, T> nothing) {
        return this instanceof Found match ? found.apply(match.entry()) : nothing.apply((Nothing) this);
    }
}
