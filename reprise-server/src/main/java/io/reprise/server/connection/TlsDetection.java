package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.reprise.server.network.ConnectionFailure;
import io.reprise.server.network.TimeLimit;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Looks at the first byte of a connection: a client that begins with TLS gets TLS (RFC 8446, 5.1), all others go on in clear text. What
 * follows in the pipeline sees decrypted bytes, and need not know.
 */
final class TlsDetection extends ByteToMessageDecoder {
    private static final int HANDSHAKE = 0x16;
    private static final String DISTRUST = "; most often, a client does not trust the certificate (docs/tls.md)";

    private final SslContext tls;
    private final ConnectionLimits limits;

    private TlsDetection(SslContext tls, ConnectionLimits limits) {
        this.tls = tls;
        this.limits = limits;
    }

    /** Adds it to a connection that has no handlers yet. */
    static void addTo(Channel connection, SslContext tls, ConnectionLimits limits) {
        connection.pipeline().addLast(new TlsDetection(tls, limits));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
            SslHandler handler = tls.newHandler(context.alloc());
            handler.setHandshakeTimeoutMillis(limits.timeouts().ends().tls().millis());
            handler.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    limits.log().accept("refused a connection: TLS failed: " + reason(done.cause()));
                }
            });
            context.pipeline().addAfter(context.name(), null, new FailedHandshakes());
            context.pipeline().replace(this, null, handler);
        } else {
            context.pipeline().remove(this);
        }
    }

    private String reason(Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            TimeLimit limit = limits.timeouts().ends().tls();
            return "the handshake was not over within " + limit + "; '" + limit.setting() + "' gives it more time";
        }
        return cause instanceof ClosedChannelException
                ? "the client left in the middle of the handshake" + DISTRUST
                : ConnectionFailure.words(cause) + DISTRUST;
    }

    /** Keeps from HTTP what is none of its business; the connection is closed already. */
    private static final class FailedHandshakes extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            boolean isOfTls = cause instanceof SSLException
                    || cause instanceof DecoderException && cause.getCause() instanceof SSLException;
            if (!isOfTls) {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
