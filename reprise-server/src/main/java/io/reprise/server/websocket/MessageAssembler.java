package io.reprise.server.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.reprise.core.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** Joins the fragments of messages. Their order is checked before. */
final class MessageAssembler {
    private final long max;
    private ByteArrayOutputStream begun = new ByteArrayOutputStream(0);
    private boolean isBinary;

    /** @param max the longest message, in bytes */
    MessageAssembler(long max) {
        this.max = max;
    }

    /**
     * The message that ends with this frame of data.
     *
     * @throws TooLongFrameException if the message is too long
     */
    Optional<Message> add(WebSocketFrame frame) {
        boolean isFirst = !(frame instanceof ContinuationWebSocketFrame);
        if (isFirst) {
            isBinary = frame instanceof BinaryWebSocketFrame;
        }
        if (begun.size() + (long) frame.content().readableBytes() > max) {
            throw new TooLongFrameException("the message is longer than " + max + " bytes");
        }
        if (isFirst && frame.isFinalFragment()) {
            return Optional.of(new Message(isBinary, Bytes.owning(array(frame.content()))));
        }
        begun.writeBytes(array(frame.content()));
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        Message whole = new Message(isBinary, Bytes.owning(begun.toByteArray()));
        begun = new ByteArrayOutputStream(0);
        return Optional.of(whole);
    }

    private static byte[] array(ByteBuf content) {
        byte[] array = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), array);
        return array;
    }
}
