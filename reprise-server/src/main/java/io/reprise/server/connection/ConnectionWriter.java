package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.unix.IovArray;
import io.reprise.server.network.SocketWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes bytes that nobody changes or releases to a connection: straight to its socket, and what that does not take at once by Netty's queue. */
final class ConnectionWriter {
    private final ChannelHandlerContext here;
    private final Supplier<IovArray> vector;
    private final @Nullable SocketWriter socket;
    private boolean isUnflushed;

    /** @param vector of two buffers, used while a method of this object runs */
    ConnectionWriter(ChannelHandlerContext here, Supplier<IovArray> vector) {
        this.here = here;
        this.vector = vector;
        this.socket = SocketWriter.of(here.channel()).orElse(null);
    }

    boolean isWritable() {
        return socket != null && socket.isFree() || here.channel().isWritable();
    }

    void write(ByteBuf bytes, int from, int to) {
        int sent = socket == null ? 0 : socket.send(bytes, from, to);
        queue(bytes, from + sent, to);
    }

    /** All readable bytes of both, if possible in one call. */
    void write(ByteBuf first, ByteBuf second) {
        int sent = socket == null ? 0 : socket.send(first, second, vector.get());
        int ofFirst = Math.min(sent, first.readableBytes());
        queue(first, first.readerIndex() + ofFirst, first.writerIndex());
        queue(second, second.readerIndex() + sent - ofFirst, second.writerIndex());
    }

    private void queue(ByteBuf bytes, int from, int to) {
        if (from < to) {
            here.write(bytes.slice(from, to - from), here.voidPromise());
            isUnflushed = true;
        }
    }

    /** Sends what is in the queue. */
    void flush() {
        if (isUnflushed) {
            isUnflushed = false;
            here.flush();
        }
    }
}
