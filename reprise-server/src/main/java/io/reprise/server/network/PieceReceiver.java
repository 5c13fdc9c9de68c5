package io.reprise.server.network;

import io.netty.buffer.ByteBuf;

/** Who receives the pieces of one answer. To be used on its event loop. */
public interface PieceReceiver {
    /** Sends the head now, before any byte of the body. */
    void sendHead();

    /** Sends bytes of the body; nothing where the status allows none. */
    void send(ByteBuf bytes);

    /** Whether the socket takes more; if not, {@link #whenWritable} tells when it does. */
    boolean isWritable();

    void whenWritable(Runnable task);

    /** Runs the task once the receiver has gone, or the answer has ended. Replaces an earlier task. */
    void whenClosed(Runnable task);
}
