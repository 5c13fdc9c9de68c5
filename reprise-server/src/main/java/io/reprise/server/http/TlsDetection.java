package io.reprise.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Looks at the first byte of a connection: a client that begins with TLS gets TLS (RFC 8446, 5.1), all others go on in clear text. What
 * follows in the pipeline sees decrypted bytes, and need not know.
 */
final class TlsDetection extends ByteToMessageDecoder {
    private static final int HANDSHAKE = 0x16;

    private final SslContext tls;
    private final Consumer<String> failures;

    private TlsDetection(SslContext tls, Consumer<String> failures) {
        this.tls = tls;
        this.failures = failures;
    }

    /**
     * Adds it to a connection that has no handlers yet.
     *
     * @param failures is told why a client could not be talked to
     */
    static void addTo(Channel connection, SslContext tls, Consumer<String> failures) {
        connection.pipeline().addLast(new TlsDetection(tls, failures));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
            SslHandler handler = tls.newHandler(context.alloc());
            handler.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    failures.accept(String.valueOf(done.cause().getMessage()));
                }
            });
            context.pipeline().addAfter(context.name(), null, new FailedHandshakes());
            context.pipeline().replace(this, null, handler);
        } else {
            context.pipeline().remove(this);
        }
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
