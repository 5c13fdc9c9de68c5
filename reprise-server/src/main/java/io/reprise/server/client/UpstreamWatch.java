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
 * does not take yet is not waited for.
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
    private @Nullable Future<?> tick;

    UpstreamWatch(UpstreamTimeouts limits) {
        this.limits = limits;
        this.tickMillis = TimeLimit.tickMillis(limits.firstByte(), limits.idle(), limits.handshake());
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest request) {
            boolean isHandshake = request.headers().contains(HttpHeaderNames.UPGRADE);
            await(isHandshake ? Awaited.HANDSHAKE : Awaited.HEAD);
            watch(context);
        }
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            awaited = Awaited.NOTHING;
        } else if (message instanceof HttpResponse response && response.status().code() == SWITCHING_PROTOCOLS) {
            awaited = Awaited.NOTHING;
        } else if (awaited != Awaited.NOTHING) {
            await(Awaited.BODY);
        }
        context.fireChannelRead(message);
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
