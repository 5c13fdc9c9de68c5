package io.reprise.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Ends responses as HTTP does not provide for. Reaches into Vert.x for the channel of a connection, which may change with
 * its version; only {@link ChunkedWire} does so, too.
 */
final class ConnectionAborter {
    /** RFC 9113, 7: the sender met with an error of its own. */
    private static final long INTERNAL_ERROR = 2;

    /** RFC 9113, 7: the stream is no longer wanted. */
    private static final long CANCEL = 8;

    /** What was sent has so long to arrive, since a reset may overtake it. */
    private static final long HEAD_START_MS = 5;

    private ConnectionAborter() {}

    /** Closes the connection (TCP FIN); with HTTP/2, where others share it, only the stream. */
    static void cut(Client client) {
        if (isHttp2(client)) {
            soon(client, () -> client.response().reset(INTERNAL_ERROR));
        } else {
            client.connection().close();
        }
    }

    /** Resets the connection (TCP RST); with HTTP/2 only the stream. */
    static void reset(Client client) {
        if (isHttp2(client)) {
            soon(client, () -> client.response().reset(CANCEL));
        } else if (client.connection() instanceof ConnectionBase connection) {
            ChannelHandlerContext channel = connection.channelHandlerContext();
            channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            soon(client, channel::close);
        }
    }

    private static boolean isHttp2(Client client) {
        return client.connection().protocolVersion() == HttpVersion.HTTP_2;
    }

    private static void soon(Client client, Runnable what) {
        if (client.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().executor().schedule(what, HEAD_START_MS, TimeUnit.MILLISECONDS);
        } else {
            what.run();
        }
    }
}
