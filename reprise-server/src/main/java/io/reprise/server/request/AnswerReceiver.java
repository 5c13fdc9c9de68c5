package io.reprise.server.request;

import io.reprise.server.network.PieceReceiver;

/** Who receives one answer, piece by piece: a client, or another server. To be used on its event loop. */
public interface AnswerReceiver extends PieceReceiver {
    /**
     * Begins an answer. The head is sent with the first bytes, or by {@link #sendHead}. Where it names no {@code content-length}
     * but may have a body, the body is sent chunked.
     */
    void start(ResponseHead head);

    /** Ends the answer as HTTP provides for. */
    void end();

    /** Ends the connection, or with HTTP/2 the stream, before the answer has come to its end. */
    void abort(ClientConnection.Abort how);

    /** Whether it was let go without knowing that it has left. */
    boolean wasLetGo();
}
