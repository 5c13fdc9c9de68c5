package io.reprise.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * The connection under a running response of HTTP/1.1, for bytes that are in chunked coding already (RFC 9112, 7.1). A
 * stream has thousands of chunks that differ in nothing but their bytes: to have each framed again takes as long as all
 * else that is done for it outside of the kernel. Reaches into Vert.x for the channel, as only {@link ConnectionAborter} does
 * besides. For event loops.
 */
final class ChunkedWire {
    private final ChannelHandlerContext encoder;

    private ChunkedWire(ChannelHandlerContext encoder) {
        this.encoder = encoder;
    }

    /** Empty where the response, of which the head has been written, is not in chunked coding. */
    static Optional<ChunkedWire> of(Client client) {
        HttpServerResponse response = client.response();
        boolean isChunked = "chunked".equals(response.headers().get("transfer-encoding"));
        if (!isChunked || !(client.connection() instanceof ConnectionBase connection)) {
            return Optional.empty();
        }
        ChannelHandlerContext encoder =
                connection.channelHandlerContext().pipeline().context(HttpResponseEncoder.class);
        return Optional.ofNullable(encoder).map(ChunkedWire::new);
    }

    /** Whether the socket takes more. What waits for it elsewhere would be overtaken by what is written here. */
    boolean isFree() {
        return encoder.channel().isWritable();
    }

    /** Sends what is framed, in a write of its own. */
    void write(ByteBuf framed) {
        encoder.writeAndFlush(framed, encoder.voidPromise());
    }
}
