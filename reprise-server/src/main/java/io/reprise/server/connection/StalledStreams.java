package io.reprise.server.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.reprise.server.network.TimeLimit;
import java.util.ArrayList;
import java.util.List;

/** Streams of HTTP/2 whose client takes no more of the answer: their window is used up (RFC 9113, 5.2). */
final class StalledStreams {
    private StalledStreams() {}

    static boolean isIdle(ChannelPipeline pipeline) {
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        return http2 == null || http2.connection().numActiveStreams() == 0;
    }

    /** Resets them where the client has sent nothing for so long. */
    static void reset(ChannelPipeline pipeline, ConnectionTimes times, TimeLimit limit) {
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 == null || !times.isSilentFor(limit)) {
            return;
        }
        ChannelHandlerContext context = pipeline.context(http2);
        List<Http2Stream> stalled = stalled(http2.connection());
        stalled.forEach(
                stream -> http2.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise()));
        if (!stalled.isEmpty()) {
            context.flush();
        }
    }

    private static List<Http2Stream> stalled(Http2Connection connection) {
        Http2RemoteFlowController windows = connection.remote().flowController();
        boolean isConnectionStalled = windows.windowSize(connection.connectionStream()) <= 0;
        List<Http2Stream> stalled = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
                // what waits to be sent, Vert.x keeps to itself
                if (stream.isHeadersSent() && (isConnectionStalled || windows.windowSize(stream) <= 0)) {
                    stalled.add(stream);
                }
                return true;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("looking at streams changes nothing", impossible);
        }
        return stalled;
    }
}
