package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What a client sends while the answer to its last request is still being sent. Belongs to the connection's event loop. */
final class HeldReads {
    /** So many reads are kept; then nothing more is read. */
    private static final int MOST = 16;

    private final ChannelHandlerContext here;
    private final Deque<ByteBuf> reads = new ArrayDeque<>(MOST);
    /** Vert.x does so, too, where many requests wait; what it has stopped, it goes on with itself. */
    private boolean hasStoppedReading;

    HeldReads(ChannelHandlerContext here) {
        this.here = here;
    }

    /** @param bytes that are released once they have been read, or the connection has ended */
    void add(ByteBuf bytes) {
        reads.add(bytes);
        if (reads.size() >= MOST && here.channel().config().isAutoRead()) {
            here.channel().config().setAutoRead(false);
            hasStoppedReading = true;
        }
    }

    /** The next of them; null if there is none. Before the first is handed on, reading goes on, so that whoever gets them may stop it. */
    @Nullable ByteBuf next() {
        if (hasStoppedReading) {
            hasStoppedReading = false;
            here.channel().config().setAutoRead(true);
        }
        return reads.poll();
    }

    void release() {
        reads.forEach(ByteBuf::release);
        reads.clear();
    }
}
