package io.reprise.server.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/**
 * Drops interim responses (RFC 9110, 15.2) of a connection to an upstream, since Vert.x takes some for the answer. 101 passes: it ends what HTTP
 * has to say on the connection, and is no interim response.
 */
final class InterimResponseFilter extends ChannelInboundHandlerAdapter {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** A server that says once a second that it still works on the answer says so for nearly three hours. */
    private static final int MOST = 10_000;

    private boolean isDropping;
    private int dropped;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            int status = response.status().code();
            isDropping = status < 200 && status != SWITCHING_PROTOCOLS;
            dropped = isDropping ? dropped + 1 : 0;
        }
        if (dropped > MOST) {
            ReferenceCountUtil.release(message);
            giveUp(context);
            return;
        }
        if (!isDropping) {
            context.fireChannelRead(message);
            return;
        }
        if (message instanceof LastHttpContent
                || !(message instanceof HttpResponse || message instanceof HttpContent)) {
            isDropping = false;
        }
        ReferenceCountUtil.release(message);
    }

    private void giveUp(ChannelHandlerContext context) {
        if (dropped == MOST + 1) {
            dropped++;
            context.fireExceptionCaught(new IOException("it announced an answer " + MOST + " times, and sent none"));
            context.close();
        }
    }
}
