package io.reprise.server.connection;

/** A request of a client that is being read or answered. */
public interface ClientExchange {
    /** The rest of the request does not come, or cannot be read. */
    void broken(RefusedRequest why);

    /** Whether a client that sends nothing more may wait for the answer, which has not begun. */
    boolean mayBeAwaited();

    /** Whether an interim answer may be sent (RFC 9110, 15.2). */
    boolean takesInterim();
}
