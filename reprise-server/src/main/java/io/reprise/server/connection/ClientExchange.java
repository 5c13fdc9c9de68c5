package io.reprise.server.connection;

/** A request of a client that is being read or answered. */
public interface ClientExchange {
    /** The rest of the request does not come, or cannot be read. */
    void broken(RefusedRequest why);

    /** Whether a client that sends nothing more may wait for more of the answer: not if that ends only when the client leaves. */
    boolean mayBeAwaited();

    /** Whether an interim answer may be sent now: the answer has not begun, and the client knows of them (RFC 9110, 15.2). */
    boolean takesInterim();
}
