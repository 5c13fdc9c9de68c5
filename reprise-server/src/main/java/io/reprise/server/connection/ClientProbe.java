package io.reprise.server.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds out whether a client that has closed its side, and may wait for an answer, is there at all. The system of one that has left resets the connection when
 * anything comes: what is sent of the answer, an interim answer, or, once it has forgotten the connection (Linux: after a minute), a probe by TCP's keepalive.
 */
final class ClientProbe {
    private static final byte[] INTERIM = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long LOOK_MS = 500;

    /** At which looks an interim answer is sent; the write after the one that causes a reset fails. */
    private static final int FIRST_INTERIM = 4;

    private static final int SECOND_INTERIM = 5;

    /** And then after each so many. */
    private static final int INTERIM_EACH = 20;

    private static final int KEEPALIVE_SECONDS = 10;

    /** As Linux numbers states of TCP. */
    private static final int TCP_CLOSE = 7;

    private final ChannelHandlerContext here;
    private final Supplier<Optional<ClientExchange>> exchange;
    private int looks;

    /** @param exchange for whose answer the client would wait */
    ClientProbe(ChannelHandlerContext here, Supplier<Optional<ClientExchange>> exchange) {
        this.here = here;
        this.exchange = exchange;
    }

    /** Goes on until the connection is closed. */
    void begin() {
        if (here.channel().config() instanceof EpollSocketChannelConfig epoll) {
            epoll.setTcpKeepIdle(KEEPALIVE_SECONDS)
                    .setTcpKeepIntvl(KEEPALIVE_SECONDS)
                    .setKeepAlive(true);
        }
        Future<?> looking = here.executor().scheduleAtFixedRate(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
        here.channel().closeFuture().addListener(closed -> looking.cancel(false));
    }

    private void look() {
        boolean waitsForNothing =
                exchange.get().filter(its -> !its.mayBeAwaited()).isPresent();
        if (waitsForNothing || hasBeenReset(here.channel())) {
            here.close();
        } else if (isTimeForInterim()
                && exchange.get().filter(ClientExchange::takesInterim).isPresent()) {
            here.writeAndFlush(Unpooled.wrappedBuffer(INTERIM));
        }
        looks++;
    }

    private boolean isTimeForInterim() {
        return looks == FIRST_INTERIM || looks % INTERIM_EACH == SECOND_INTERIM;
    }

    /** Where nothing is read any more, nobody is told of a reset before the next write but one. Known on Linux only. */
    private static boolean hasBeenReset(Channel channel) {
        return channel instanceof EpollSocketChannel socket
                && socket.isOpen()
                && socket.tcpInfo().state() == TCP_CLOSE;
    }
}
