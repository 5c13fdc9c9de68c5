package io.reprise.core.exchange;

/** How a response ended. */
public enum Ending {
    /** Complete by the rule of its API family. */
    COMPLETE,
    /** The connection broke, or the body ended before its family's own end mark. */
    CUT
}
