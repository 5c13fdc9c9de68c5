package io.reprise.server.connection;

/** A request of a client that is being read or answered. */
public interface ClientExchange {
    /** The rest of the request does not come, or cannot be read. */
    void broken(RefusedRequest why);

    /** Whether a client that sends nothing more may wait for more of the answer: not if that ends only when the client leaves. */
    boolean mayBeAwaited();

    /** Whether the answer comes in chunks of HTTP/1.1, has begun, and nothing of it was sent since the last call. */
    boolean wasSilent();

    /** Whether the answer may go on for as long as the client listens, which only time can tell. */
    boolean isPerhapsEndless();

    /** Ends the answer once everything is sent, as for a client that has left; it may be there all the same. */
    void letGo();

    /** Whether an interim answer may be sent now: the answer has not begun, and the client knows of them (RFC 9110, 15.2). */
    boolean takesInterim();
}
