package io.reprise.server.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;

/**
 * Bytes to frames and back, by Netty's own handlers. They are not part of the connection's pipeline: an upstream may send its first frames
 * together with the end of its handshake, when the pipeline still belongs to HTTP.
 */
final class FrameCodec implements AutoCloseable {
    /** Which side of the connection this is; the client's frames are masked (RFC 6455, 5.3). */
    enum Side {
        SERVER,
        CLIENT
    }

    /** Frames that came in the same piece as a wrong one are read by Netty all the same. */
    private static final class NothingAfterAWrongFrame extends ChannelInboundHandlerAdapter {
        private boolean isBroken;

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (isBroken) {
                ReferenceCountUtil.release(frame);
            } else {
                context.fireChannelRead(frame);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable wrong) {
            isBroken = true;
            context.fireExceptionCaught(wrong);
        }
    }

    private final EmbeddedChannel decoder;
    private final EmbeddedChannel encoder;

    /** @param maxFrame the longest frame that is read, in bytes */
    FrameCodec(Side side, long maxFrame) {
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(side == Side.SERVER)
                .maxFramePayloadLength((int) Math.min(Integer.MAX_VALUE, maxFrame))
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        decoder = new EmbeddedChannel(
                new WebSocket13FrameDecoder(config), new Utf8FrameValidator(false), new NothingAfterAWrongFrame());
        encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(side == Side.CLIENT));
    }

    /**
     * Reads frames; those before a wrong one are read as well.
     *
     * @param frames takes each frame, and need not release it
     * @throws io.netty.handler.codec.DecoderException if the bytes are no frames
     */
    void read(ByteBuf bytes, Consumer<WebSocketFrame> frames) {
        try {
            decoder.writeInbound(bytes);
        } finally {
            for (Object frame = decoder.readInbound(); frame != null; frame = decoder.readInbound()) {
                take(frame, frames);
            }
        }
    }

    private static void take(Object frame, Consumer<WebSocketFrame> frames) {
        try {
            frames.accept((WebSocketFrame) frame);
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    /** @param bytes takes what is to be sent, in order */
    void write(WebSocketFrame frame, Consumer<ByteBuf> bytes) {
        encoder.writeOutbound(frame);
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            bytes.accept(part);
        }
    }

    /** Lets go of what was read of an unfinished frame. */
    @Override
    public void close() {
        try {
            decoder.finishAndReleaseAll();
        } catch (RuntimeException unfinished) {
            // Half a frame is no frame.
        }
        encoder.finishAndReleaseAll();
    }
}
