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

    private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";

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
        String head = head();
        int end = head.length();
        int ofBody = written.readableBytes() - end;
        boolean isWhole = total == end + body.readableBytes()
                && written.slice(end, ofBody)
                        .equals(body.slice(body.readerIndex(), Math.min(body.readableBytes(), ofBody)));
        if (isWhole) {
            learned = learned(head, repeat);
        }
    }

    /** The answer has begun; it consists of pieces, of which some go past this handler. It is whole if another request comes after it. */
    void answersInPieces(KnownRequests.Repeat repeat) {
        ofPieces = repeat;
    }

    /** In lower case, with the empty line; empty if not all of it was written. */
    private String head() {
        String start = written.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int end = start.indexOf("\r\n\r\n");
        return end < 0 ? "" : start.substring(0, end + 4);
    }

    /** Null if not all of the head is known, it is another than that of the recording, or the connection does not go on after such an answer. */
    private @Nullable KnownAnswer learned(String head, KnownRequests.Repeat repeat) {
        boolean isRecorded = head.startsWith("http/1.1 " + repeat.shape().status() + " ");
        if (!isRecorded || head.contains("\r\nconnection:")) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(head.length());
        written.getBytes(0, bytes);
        return new KnownAnswer(
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes.flip())), head.contains(CHUNKED), repeat);
    }

    /** Null also if the head is one of another body, such as that of an error: nobody has seen the body. */
    private @Nullable KnownAnswer learnedInPieces(String head, KnownRequests.Repeat repeat) {
        long length = repeat.shape().length();
        boolean isOfBody = head.contains(length < 0 ? CHUNKED : "\r\ncontent-length: " + length + "\r\n");
        return isOfBody ? learned(head, repeat) : null;
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
            return Optional.ofNullable(learnedInPieces(head(), ofPieces));
        }
        return Optional.ofNullable(learned);
    }
}
