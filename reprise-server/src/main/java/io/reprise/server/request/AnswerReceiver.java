package io.reprise.server.request;

import io.netty.buffer.ByteBuf;

/** Who receives one answer, piece by piece: a client, or another server. To be used on its event loop. */
public interface AnswerReceiver {
    /**
     * Begins an answer. The head is sent with the first bytes, or by {@link #sendHead}. Where it names no {@code content-length}
     * but may have a body, the body is sent chunked.
     */
    void start(ResponseHead head);

    /** Sends the head now, before any byte of the body. */
    void sendHead();

    /** Sends bytes of the body; nothing where the status allows none. */
    void send(ByteBuf bytes);

    /** Ends the answer as HTTP provides for. */
    void end();

    /** Ends the connection, or with HTTP/2 the stream, before the answer has come to its end. */
    void abort(ClientConnection.Abort how);

    /** Whether the socket takes more; if not, {@link #whenWritable} tells when it does. */
    boolean isWritable();

    void whenWritable(Runnable task);

    /** Runs the task once the receiver has gone, or the answer has ended. Replaces an earlier task. */
    void whenClosed(Runnable task);
}
