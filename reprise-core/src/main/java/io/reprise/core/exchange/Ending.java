package io.reprise.core.exchange;

/** How a response ended. */
public enum Ending {
    /** By the rule of its API family: nothing is missing. */
    COMPLETE,
    /** The connection broke, or the body ended before its family's own end mark. */
    CUT
}
