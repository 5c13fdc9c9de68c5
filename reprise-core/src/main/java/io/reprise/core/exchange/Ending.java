package io.reprise.core.exchange;

/** How a response ended. */
public enum Ending {
    /** Complete by the rule of its API family. */
    COMPLETE,
    /** The body ended as HTTP says, but before it was complete by the rule of its API family. */
    EARLY,
    /** The stream had no end of its own, and its last client left while it went on. It stays open in replay, until the client leaves. */
    OPEN,
    /** The connection broke, and the body was not complete. */
    CUT;

    /** Whether a client sees the end of the body, not of the connection. */
    public boolean isClean() {
        return this == COMPLETE || this == EARLY;
    }
}
