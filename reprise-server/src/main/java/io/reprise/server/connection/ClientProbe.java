package io.reprise.server.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Finds out whether a client that has closed its side, and waits for an answer, is there at all. */
final class ClientProbe {
    private static final byte[] INTERIM = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** It is asked so much later, and then so often. */
    private static final long[] DELAYS_MS = {2_000, 500, 10_000};

    /** As Linux numbers states of TCP. */
    private static final int TCP_CLOSE = 7;

    private final ChannelHandlerContext here;
    private final Supplier<Boolean> takesInterim;

    /** @param takesInterim whether an interim answer may be sent now (RFC 9110, 15.2) */
    ClientProbe(ChannelHandlerContext here, Supplier<Boolean> takesInterim) {
        this.here = here;
        this.takesInterim = takesInterim;
    }

    /** Goes on until the connection is closed. */
    void begin() {
        await(0);
    }

    private void await(int number) {
        long delay = DELAYS_MS[Math.min(number, DELAYS_MS.length - 1)];
        Future<?> probe = here.executor().schedule(() -> ask(number), delay, TimeUnit.MILLISECONDS);
        here.channel().closeFuture().addListener(closed -> probe.cancel(false));
    }

    private void ask(int number) {
        if (hasBeenReset(here.channel())) {
            here.close();
            return;
        }
        if (takesInterim.get()) {
            here.writeAndFlush(Unpooled.wrappedBuffer(INTERIM));
        }
        await(number + 1);
    }

    /** Where nothing is read any more, nobody is told of a reset before the next write but one. Known on Linux only. */
    private static boolean hasBeenReset(Channel channel) {
        return channel instanceof EpollSocketChannel socket
                && socket.isOpen()
                && socket.tcpInfo().state() == TCP_CLOSE;
    }
}
