package io.reprise.core.exchange;

/** How a response ended. */
public enum Ending {
    /** Complete by the rule of its API family. */
    COMPLETE,
    /** The body ended as HTTP says, but before it was complete by the rule of its API family. */
    EARLY,
    /** The connection broke, and the body was not complete. */
    CUT;

    /** Whether a client sees the end of the body, not of the connection. */
    public boolean isClean() {
        return this != CUT;
    }
}
