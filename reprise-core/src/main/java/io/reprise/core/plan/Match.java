package io.reprise.core.plan;

/** The recording for a question at its turn, if there is one. */
public sealed interface Match {
    record Found(Turn turn, Origin origin) implements Match {}

    /**
     * No recording.
     *
     * @param isUsedUp whether all recordings of the question are used up
     */
    record Nothing(boolean isUsedUp) implements Match {}

    /**
     * A recording that is older than it may be.
     *
     * @param action what is to happen; {@link OnExpired#RECORD} only where an upstream can be asked
     */
    record TooOld(Turn turn, Expired what, OnExpired action) implements Match {}

    /** A question that is never recorded: what is recorded of it all the same does not count. */
    record NeverKept(String rule) implements Match {}

    /** What a recording is to the run that found it. */
    enum Origin {
        /** It is there to be replayed. */
        RECORDED,
        /** The run itself has recorded it, and all others that there are, and has got them all. */
        ASKED,
        /** As {@link #ASKED}, and it is an error of the moment. */
        FAILED
    }
}
