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

    HeldReads(ChannelHandlerContext here) {
        this.here = here;
    }

    /** @param bytes that are released once they have been read, or the connection has ended */
    void add(ByteBuf bytes) {
        reads.add(bytes);
        if (reads.size() == MOST) {
            here.channel().config().setAutoRead(false);
        }
    }

    /** The next of them; null if there is none, and reading goes on. */
    @Nullable ByteBuf next() {
        ByteBuf next = reads.poll();
        if (next == null) {
            here.channel().config().setAutoRead(true);
        }
        return next;
    }

    void release() {
        reads.forEach(ByteBuf::release);
        reads.clear();
    }
}
