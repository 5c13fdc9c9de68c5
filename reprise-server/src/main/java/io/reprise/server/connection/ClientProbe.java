package io.reprise.server.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
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
 * Where an answer in chunks is silent, zeros are sent: with them begins the size of the next chunk (RFC 9112, 7.1).
 */
final class ClientProbe {
    private static final byte[] INTERIM = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZERO = {'0'};
    private static final long LOOK_MS = 500;

    /** At which looks something is sent that means nothing; the write after the one that causes a reset fails. */
    private static final int FIRST = 4;

    private static final int SECOND = 5;

    /** And interim answers then after each so many. */
    private static final int INTERIM_EACH = 20;

    /** Who has been sent nothing for so many looks, of an answer that may have no end, seems to have left. */
    private static final int MOST_SILENT = 10;

    private static final int KEEPALIVE_SECONDS = 10;

    /** As Linux numbers states of TCP. */
    private static final int TCP_CLOSE = 7;

    private final ChannelHandlerContext here;
    private final Supplier<Optional<ClientExchange>> exchange;
    private int looks;
    private int silentLooks;
    private boolean isLettingGo;

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
        if (hasBeenReset(here.channel())) {
            here.close();
        } else if (!isLettingGo) {
            exchange.get().ifPresent(this::look);
        }
        looks++;
    }

    private void look(ClientExchange its) {
        silentLooks = its.wasSilent() && hasSentAll(here.channel()) ? silentLooks + 1 : 0;
        if (!its.mayBeAwaited() || silentLooks >= MOST_SILENT && its.isPerhapsEndless()) {
            isLettingGo = true;
            its.letGo();
        } else if (isTimeForInterim() && its.takesInterim()) {
            here.writeAndFlush(Unpooled.wrappedBuffer(INTERIM));
        } else if (silentLooks == FIRST || silentLooks == SECOND) {
            here.writeAndFlush(Unpooled.wrappedBuffer(ZERO));
        }
    }

    private boolean isTimeForInterim() {
        return looks == FIRST || looks % INTERIM_EACH == SECOND;
    }

    private static boolean hasSentAll(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting != null && waiting.isEmpty();
    }

    /** Where nothing is read any more, nobody is told of a reset before the next write but one. Known on Linux only. */
    private static boolean hasBeenReset(Channel channel) {
        return channel instanceof EpollSocketChannel socket
                && socket.isOpen()
                && socket.tcpInfo().state() == TCP_CLOSE;
    }
}
