package io.reprise.server.shared;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.reprise.core.content.AcceptedCodings;
import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.server.request.ResponseHead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * An answer without its content codings, for a client that does not accept them. Decoded as it arrives, in steps: each is on one worker,
 * and all else on the client's event loop, never both at the same time.
 */
final class DecodedDelivery implements AutoCloseable {
    /** A part of a representation cannot be decoded alone (RFC 9110, 14). */
    private static final int PARTIAL_CONTENT = 206;

    /** So many coded bytes are decoded at once, since they may become a thousand times as many. */
    private static final int STEP = 4 << 10;

    /**
     * What a step has given.
     *
     * @param failure why nothing more can be decoded; empty while that is possible
     * @param isTruncated whether the body has ended before its coding has
     */
    record Step(ByteBuf bytes, String failure, boolean isTruncated) {}

    private final ContentDecoder decoder;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();

    private DecodedDelivery(Headers headers) {
        decoder = new ContentDecoder(headers, DecodingLimits.PASSING);
    }

    /** Empty where the client receives the bytes as they came: it accepts their codings, or there is no way to take them off. */
    static Optional<DecodedDelivery> of(ResponseHead head, AcceptedCodings accepted) {
        boolean isNeeded = head.mayHaveBody()
                && head.status() != PARTIAL_CONTENT
                && !accepted.take(head.headers())
                && ContentDecoder.areKnown(head.headers());
        return isNeeded ? Optional.of(new DecodedDelivery(head.headers())) : Optional.empty();
    }

    /** The head for a body without codings. */
    static ResponseHead head(ResponseHead coded) {
        Headers headers = coded.headers()
                .without("content-encoding")
                .filter(field ->
                        !field.name().equals("content-length") || field.value().equals("0"));
        return new ResponseHead(coded.status(), headers);
    }

    void add(List<ByteBuf> arrived) {
        arrived.forEach(piece -> waiting.add(piece.duplicate()));
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** What is decoded next. */
    List<ByteBuf> next() {
        List<ByteBuf> next = new ArrayList<>();
        int left = STEP;
        while (!waiting.isEmpty() && left > 0) {
            ByteBuf first = waiting.getFirst();
            ByteBuf part = first.readSlice(Math.min(left, first.readableBytes()));
            left -= part.readableBytes();
            next.add(part);
            if (!first.isReadable()) {
                waiting.removeFirst();
            }
        }
        return next;
    }

    /** Decodes what {@link #next} gave; for workers. */
    Step decode(List<ByteBuf> coded, boolean isLast) {
        List<Bytes> decoded = new ArrayList<>();
        for (ByteBuf piece : coded) {
            collect(decoder.feed(new Chunk(0, Bytes.owning(ByteBufUtil.getBytes(piece)))), decoded);
        }
        Optional<String> failure = decoder.failure();
        boolean isTruncated = false;
        if (isLast && failure.isEmpty()) {
            Decoded rest = decoder.finish();
            failure = decoder.failure();
            isTruncated = rest instanceof Decoded.Truncated;
            collect(rest.chunks(), decoded);
        }
        ByteBuf[] buffers = decoded.stream()
                .map(bytes -> Unpooled.wrappedBuffer(bytes.buffer()))
                .toArray(ByteBuf[]::new);
        return new Step(Unpooled.wrappedBuffer(buffers), failure.orElse(""), isTruncated);
    }

    private static void collect(List<Chunk> chunks, List<Bytes> decoded) {
        chunks.forEach(chunk -> decoded.add(chunk.bytes()));
    }

    /** Gives back native memory. Not while a step is decoded. */
    @Override
    public void close() {
        decoder.close();
    }
}
