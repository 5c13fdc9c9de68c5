package io.reprise.core.plan;

import java.util.function.Function;

/** The recording for a question at its turn, if there is one. */
public sealed interface Match {
    record Found(Turn turn, Origin origin) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether all recordings of the question are used up
     */
    record Nothing(boolean isUsedUp) implements Match {}

    /** What a recording is to the run that found it. */
    enum Origin {
        /** It is there to be replayed. */
        RECORDED,
        /** The run itself has recorded it, and all others that there are, and has got them all. */
        ASKED,
        /** As {@link #ASKED}, and it is an error of the moment. */
        FAILED
    }

    default <T> T fold(Function<Found, T> found, Function<Nothing, T> nothing) {
        return this instanceof Found match ? found.apply(match) : nothing.apply((Nothing) this);
    }
}
