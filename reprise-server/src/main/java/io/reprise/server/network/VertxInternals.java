package io.reprise.server.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.FutureListener;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.Http1xHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What Vert.x does not offer officially. It may change with its version; no other class reaches into it. */
public final class VertxInternals {
    /** The name of what decodes requests of HTTP/1.1. */
    public static final String HTTP_1_DECODER = "httpDecoder";

    private VertxInternals() {}

    /** Fields of a request, which are checked as they are added. */
    public static HttpHeaders emptyHeaders() {
        return Http1xHeaders.httpHeaders();
    }

    /** Whether Vert.x understands how the request asks for another protocol; where it does not, it answers with an empty 400. */
    public static boolean mayUpgrade(HttpRequest request) {
        if (!request.headers().contains(HttpHeaderNames.UPGRADE, "h2c", true)) {
            return true;
        }
        String settings = request.headers().get("http2-settings");
        boolean isNamed = request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, "http2-settings", true);
        return isNamed && settings != null && HttpUtils.decodeSettings(settings) != null;
    }

    /** The bytes as Vert.x writes them; shares memory. */
    public static Buffer buffer(ByteBuf bytes) {
        return BufferInternal.buffer(bytes);
    }

    /** The bytes of what Vert.x has read; shares memory. */
    public static ByteBuf bytes(Buffer buffer) {
        return ((BufferInternal) buffer).getByteBuf();
    }

    static EventLoop eventLoop(Context context) {
        return ((ContextInternal) context).nettyEventLoop();
    }

    /** Netty's channel under a connection; empty if Vert.x keeps it to itself. */
    public static Optional<ChannelHandlerContext> channel(HttpConnection connection) {
        return connection instanceof ConnectionBase known
                ? Optional.of(known.channelHandlerContext())
                : Optional.empty();
    }

    /**
     * Tells once the system has all that was written before, or that failed. What the channel does not take yet waits in a queue of Vert.x; what is written to
     * the channel meanwhile overtakes it.
     *
     * @param connection to a client
     */
    public static void whenSent(ChannelHandlerContext connection, FutureListener<Void> told) {
        VertxHandler<?> vertx = connection.pipeline().get(VertxHandler.class);
        if (vertx == null) {
            connection.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(told);
        } else {
            vertx.getConnection().flush(told);
        }
    }

    /** Closes the connection by a reset (TCP RST), once what was sent had a moment to arrive. */
    public static void reset(NetSocket socket, long delayMillis) {
        ChannelHandlerContext channel = ((NetSocketInternal) socket).channelHandlerContext();
        resetOnClose(channel);
        channel.executor().schedule((Runnable) channel::close, delayMillis, TimeUnit.MILLISECONDS);
    }

    /** Has the channel closed by a reset (TCP RST). */
    public static void resetOnClose(ChannelHandlerContext channel) {
        channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
}
