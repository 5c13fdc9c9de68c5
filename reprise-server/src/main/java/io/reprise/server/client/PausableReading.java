package io.reprise.server.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.reprise.server.network.VertxInternals;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Lets a connection wait without loss. What was read already is held back, and nothing more is read. When the connection ends, all of it
 * comes at once, and then the end: Vert.x itself says at once that a connection has ended, and drops what was to come before. For HTTP/1.1; on
 * the connection's event loop.
 */
public final class PausableReading extends ChannelInboundHandlerAdapter {
    private final Deque<Object> held = new ArrayDeque<>();
    private boolean isPaused;
    private boolean isPassing;
    private boolean hasEnded;

    /** That of a connection; empty if it has none, or has ended. */
    public static Optional<PausableReading> of(HttpConnection connection) {
        return VertxInternals.channel(connection)
                .map(context -> context.pipeline().get(PausableReading.class));
    }

    /** Nothing comes from now on, but the end of the connection and what was read before. */
    public void pause(HttpConnection connection) {
        isPaused = !hasEnded;
        setReading(connection, !isPaused);
    }

    /** What was held comes now, and then what is new. */
    public void resume(HttpConnection connection) {
        isPaused = false;
        VertxInternals.channel(connection)
                .map(vertx -> vertx.pipeline().context(this))
                .ifPresent(this::passHeld);
        setReading(connection, !isPaused);
    }

    private static void setReading(HttpConnection connection, boolean reads) {
        VertxInternals.channel(connection)
                .ifPresent(context -> context.channel().config().setAutoRead(reads));
    }

    private void passHeld(ChannelHandlerContext context) {
        if (isPassing) {
            return; // who called goes on
        }
        isPassing = true;
        try {
            while (!isPaused && !held.isEmpty()) {
                context.fireChannelRead(held.remove());
                context.fireChannelReadComplete();
            }
        } finally {
            isPassing = false;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isPaused || !held.isEmpty()) {
            held.add(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        passAll(context);
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        passAll(context);
        context.fireChannelInactive();
    }

    private void passAll(ChannelHandlerContext context) {
        hasEnded = true;
        isPaused = false;
        passHeld(context);
    }
}
