package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at what is written as the answer to one request. */
final class AnswerLearning extends ChannelOutboundHandlerAdapter {
    /** Of the head of an answer, in bytes. */
    private static final int LONGEST_HEAD = 8 << 10;

    private final RawRequest raw;
    private final int heads;
    private final ByteBuf written = Unpooled.buffer(1 << 10, LONGEST_HEAD);
    private boolean isAlone = true;
    private long total;
    private @Nullable KnownAnswer learned;
    private KnownRequests.@Nullable Repeat ofPieces;

    /** @param heads of requests that were decoded before this one */
    AnswerLearning(RawRequest raw, int heads) {
        this.raw = raw;
        this.heads = heads;
    }

    RawRequest raw() {
        return raw;
    }

    /** More has come before the answer. */
    void noteMore() {
        isAlone = false;
    }

    @Override
    public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            total += bytes.readableBytes();
            int length = Math.min(bytes.readableBytes(), written.maxWritableBytes());
            written.writeBytes(bytes, bytes.readerIndex(), length);
        } else {
            total = Long.MIN_VALUE;
        }
        here.write(message, promise);
    }

    /** The whole answer has been written, with this body. */
    void answered(KnownRequests.Repeat repeat, ByteBuf body) {
        String start = start();
        int end = start.indexOf("\r\n\r\n") + 4;
        if (end < 4) {
            return;
        }
        boolean isWhole = total == end + body.readableBytes()
                && written.slice(end, written.readableBytes() - end)
                        .equals(body.slice(
                                body.readerIndex(), Math.min(body.readableBytes(), written.readableBytes() - end)));
        if (isWhole) {
            learned = learned(start.substring(0, end), repeat);
        }
    }

    /** The answer has begun; it consists of pieces, of which some go past this handler. It is whole if another request comes after it. */
    void answersInPieces(KnownRequests.Repeat repeat) {
        ofPieces = repeat;
    }

    private String start() {
        return written.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** Null if the connection does not go on after such an answer. */
    private @Nullable KnownAnswer learned(String start, KnownRequests.Repeat repeat) {
        if (start.startsWith("http/1.1 1") || start.contains("\r\nconnection:")) {
            return null;
        }
        ByteBuffer head = ByteBuffer.allocateDirect(start.length());
        written.getBytes(0, head);
        return new KnownAnswer(
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(head.flip())),
                start.contains("\r\ntransfer-encoding: chunked\r\n"),
                repeat);
    }

    /**
     * The next request has come: so the answer had an end, after which the connection went on. The bytes were one request if one head was decoded.
     *
     * @return what was learned
     */
    Optional<KnownAnswer> end(int headsNow) {
        if (!isAlone || headsNow != heads + 1) {
            return Optional.empty();
        }
        if (learned == null && ofPieces != null) {
            String start = start();
            int end = start.indexOf("\r\n\r\n") + 4;
            return end < 4 ? Optional.empty() : Optional.ofNullable(learned(start.substring(0, end), ofPieces));
        }
        return Optional.ofNullable(learned);
    }
}
