package io.reprise.server.network;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IovArray;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * Hands bytes to the socket of a connection in a single call, past Netty's queue. For what the socket nearly always takes: the chunks of
 * streams, of a few hundred bytes each, and answers to requests that came before. Belongs to the connection's event loop.
 */
public final class SocketWriter {
    private final Socket socket;
    private final ChannelOutboundBuffer queue;

    private SocketWriter(Socket socket, ChannelOutboundBuffer queue) {
        this.socket = socket;
        this.queue = queue;
    }

    /** Empty where the bytes are encrypted, the socket cannot be reached, or the connection is closed. */
    public static Optional<SocketWriter> of(Channel channel) {
        if (channel instanceof EpollSocketChannel epoll
                && epoll.fd() instanceof Socket socket
                && channel.pipeline().get(SslHandler.class) == null) {
            ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
            return queue == null ? Optional.empty() : Optional.of(new SocketWriter(socket, queue));
        }
        return Optional.empty();
    }

    /**
     * Sends bytes of a buffer that nobody releases meanwhile.
     *
     * @return how many of them the socket has taken; the others are to be written as usual. None where other bytes wait before
     *     them, and where sending fails: to write them fails as well, and ends the connection
     */
    public int send(ByteBuf bytes, int from, int to) {
        if (!isFree() || !bytes.hasMemoryAddress()) {
            return 0;
        }
        try {
            return Math.max(0, socket.sendAddress(bytes.memoryAddress(), from, to));
        } catch (IOException broken) {
            return 0;
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /**
     * As the other method, all readable bytes of both, one buffer after the other.
     *
     * @param use what may be written to meanwhile
     */
    public int send(ByteBuf first, ByteBuf second, IovArray use) {
        if (!isFree() || !first.hasMemoryAddress() || !second.hasMemoryAddress()) {
            return 0;
        }
        use.clear();
        if (!use.add(first, first.readerIndex(), first.readableBytes())
                || !use.add(second, second.readerIndex(), second.readableBytes())) {
            return 0;
        }
        try {
            return (int) Math.max(0, socket.writevAddresses(use.memoryAddress(0), use.count()));
        } catch (IOException broken) {
            return 0;
        } finally {
            Reference.reachabilityFence(first);
            Reference.reachabilityFence(second);
        }
    }

    /**
     * Whether the socket is open, and nothing waits to be sent. The channel itself is not asked: with thousands of streams, each further object is one
     * more to fetch from memory.
     */
    public boolean isFree() {
        // the number of a socket that is closed may be that of another
        return queue.totalPendingWriteBytes() == 0 && socket.isOpen();
    }
}
