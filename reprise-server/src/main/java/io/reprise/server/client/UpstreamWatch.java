package io.reprise.server.client;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.network.WriteProgress;
import io.reprise.server.upstream.UpstreamTimeouts;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection to an upstream that lets us wait for too long: for the head of its answer, or for the next byte of it. What the client
 * does not take yet is not waited for. Knows when the latest request was sent, and when its answer came: also where the program takes long with what came, as it does with the
 * first answer after its start.
 */
final class UpstreamWatch extends ChannelDuplexHandler {
    private static final int SWITCHING_PROTOCOLS = 101;

    private enum Awaited {
        NOTHING,
        HANDSHAKE,
        HEAD,
        BODY
    }

    private final UpstreamTimeouts limits;
    private final long tickMillis;
    private final WriteProgress sending = new WriteProgress();
    private Awaited awaited = Awaited.NOTHING;
    private long sinceNanos;
    private long sentNanos = System.nanoTime();
    private long readNanos = sentNanos;
    private boolean isReading;
    private @Nullable Future<?> tick;

    UpstreamWatch(UpstreamTimeouts limits) {
        this.limits = limits;
        this.tickMillis = TimeLimit.tickMillis(limits.firstByte(), limits.idle(), limits.handshake());
    }

    /** When the head of the latest request was sent, by {@link System#nanoTime}; before the first, when the connection was made. */
    long sentNanos() {
        return sentNanos;
    }

    /** When the bytes came that were read last, by {@link System#nanoTime}. */
    long readNanos() {
        return readNanos;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest request) {
            boolean isHandshake = request.headers().contains(HttpHeaderNames.UPGRADE);
            await(isHandshake ? Awaited.HANDSHAKE : Awaited.HEAD);
            sentNanos = sinceNanos;
            watch(context);
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!isReading) {
            isReading = true;
            readNanos = System.nanoTime();
        }
        if (message instanceof LastHttpContent) {
            awaited = Awaited.NOTHING;
        } else if (message instanceof HttpResponse response && response.status().code() == SWITCHING_PROTOCOLS) {
            awaited = Awaited.NOTHING;
        } else if (awaited != Awaited.NOTHING) {
            await(Awaited.BODY);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        isReading = false;
        context.fireChannelReadComplete();
    }

    private void await(Awaited next) {
        awaited = next;
        sinceNanos = System.nanoTime();
    }

    private void watch(ChannelHandlerContext context) {
        if (tick == null && tickMillis > 0) {
            tick = context.executor().schedule(() -> look(context), tickMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void look(ChannelHandlerContext context) {
        tick = null;
        if (awaited == Awaited.NOTHING || context.isRemoved()) {
            return;
        }
        long now = System.nanoTime();
        boolean isOurTurn = awaited == Awaited.BODY
                ? !context.channel().config().isAutoRead()
                : context.channel().unsafe().outboundBuffer() != null && takesMore(context);
        if (isOurTurn) {
            sinceNanos = now;
        }
        TimeLimit limit = limit();
        if (limit.isOver(sinceNanos, now)) {
            String missing = awaited == Awaited.BODY ? "the next byte did not come" : "no answer began";
            awaited = Awaited.NOTHING;
            context.fireExceptionCaught(new UpstreamTimeoutException(missing, limit));
            context.close();
        } else {
            watch(context);
        }
    }

    /** Whether it has taken more of the request since the last look. */
    private boolean takesMore(ChannelHandlerContext context) {
        boolean isSent = context.channel().unsafe().outboundBuffer().isEmpty();
        return !sending.isStalled(context.channel()) && !isSent;
    }

    private TimeLimit limit() {
        return switch (awaited) {
            case HANDSHAKE -> limits.handshake();
            case BODY -> limits.idle();
            case HEAD, NOTHING -> limits.firstByte();
        };
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (tick != null) {
            tick.cancel(false);
        }
    }
}
