package io.reprise.server.network;

import io.netty.buffer.ByteBuf;

/** Who receives an answer chunk by chunk, and takes chunks as HTTP/1.1 frames them. To be used on its event loop. */
public interface ChunkReceiver extends PieceReceiver {
    /**
     * Whether {@link #sendFramed} may be used for the next bytes: the answer is chunked, the head is sent, and nothing that waits
     * would be overtaken.
     */
    boolean takesFramed();

    /**
     * Sends bytes of the body that are in the chunked coding of HTTP/1.1 (RFC 9112, 7.1) already.
     *
     * @param from where they begin in the buffer
     * @param to where they end
     */
    void sendFramed(ByteBuf framed, int from, int to);

    /** The same with the last bytes. They may wait for the end of the answer, which is told at once, and need no write of their own. */
    void sendLastFramed(ByteBuf framed, int from, int to);
}
