package io.reprise.server.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.reprise.server.network.TimeLimit;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection on which a request was refused of which the rest may still arrive. To close it at once would have the system of the
 * client throw the answer away (RFC 9112, 9.6): so only our side is closed, and what comes is thrown away for a while.
 */
final class Lingering {
    private enum State {
        NO,
        WANTED,
        BEGUN
    }

    private final TimeLimit limit;
    private State state = State.NO;

    Lingering(TimeLimit limit) {
        this.limit = limit;
    }

    void want() {
        if (state == State.NO) {
            state = State.WANTED;
        }
    }

    boolean isWanted() {
        return state == State.WANTED;
    }

    /** Whether an answer was the last one. */
    boolean hasBegun() {
        return state == State.BEGUN;
    }

    /**
     * The answer is written.
     *
     * @param isInputEnded whether the client has said that nothing more comes
     */
    void begin(ChannelHandlerContext context, boolean isInputEnded) {
        state = State.BEGUN;
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (isInputEnded || !sent.isSuccess()) {
                context.close();
            } else if (context.pipeline().get(SslHandler.class) == null
                    && context.channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput();
            }
        });
        context.channel().config().setAutoRead(true);
        if (!limit.isOff() && !isInputEnded) {
            var timer = context.executor().schedule(() -> context.close(), limit.millis(), TimeUnit.MILLISECONDS);
            context.channel().closeFuture().addListener(closed -> timer.cancel(false));
        }
    }
}
