package io.reprise.fuzz;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A content coding: what is decoded does not depend on how the coded bytes are cut, and is never more than the limits allow. How far a body is
 * decoded that turns out to be damaged or too large depends on what has arrived before.
 */
record CodingTarget(String coding) implements FuzzTarget {
    private static final int MOST = 1 << 21;

    /** What a library may give in one piece beyond the limit. */
    private static final int SLACK = 1 << 18;

    /** How a body ended, and what came before. */
    private record Result(Decoded end, Bytes body) {
        boolean isLimited() {
            return end instanceof Decoded.Undecodable undecodable
                    && undecodable.reason().startsWith("its decoded form");
        }

        void expect(Result expected, String what) {
            if (!isLimited() && !expected.isLimited()) {
                Expect.same(end.getClass(), expected.end.getClass(), "the end of " + what);
            }
            if (end instanceof Decoded.Undecodable || expected.end instanceof Decoded.Undecodable) {
                int both = Math.min(body.size(), expected.body.size());
                Expect.same(body.slice(0, both), expected.body.slice(0, both), what);
            } else {
                Expect.same(body, expected.body, what);
            }
        }
    }

    @Override
    public void check(Input input) throws IOException {
        Headers headers = Headers.of("content-encoding", coding);
        Bytes body = input.bytes();
        Result whole = decode(headers, List.of(body));
        Expect.that(whole.body().size() <= MOST + SLACK, "no more is decoded than the limit");
        decode(headers, input.pieces(body, 1)).expect(whole, "what single bytes decode to");
        decode(headers, input.pieces(body, 100)).expect(whole, "what small pieces decode to");
        if (coding.equals("gzip") || coding.equals("deflate")) {
            Result back = decode(headers, input.pieces(coded(body), 50));
            back.expect(new Result(new Decoded.Whole(List.of()), body), "what was coded");
        }
    }

    private static Result decode(Headers headers, List<Bytes> pieces) {
        List<Bytes> decoded = new ArrayList<>();
        try (ContentDecoder decoder = new ContentDecoder(headers, DecodingLimits.of(MOST))) {
            pieces.forEach(piece -> decoder.feed(new Chunk(0, piece)).forEach(chunk -> decoded.add(chunk.bytes())));
            Decoded end = decoder.finish();
            end.chunks().forEach(chunk -> decoded.add(chunk.bytes()));
            if (end instanceof Decoded.Undecodable undecodable) {
                Expect.isSentence(undecodable.reason());
            }
            return new Result(end, Bytes.concat(decoded));
        }
    }

    private Bytes coded(Bytes body) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream coder =
                coding.equals("gzip") ? new GZIPOutputStream(coded) : new DeflaterOutputStream(coded)) {
            coder.write(body.toArray());
        }
        return Bytes.owning(coded.toByteArray());
    }

    @Override
    public List<Bytes> seeds() {
        Bytes text = Bytes.utf8("{\"content\":\"tell me a joke\"}\n".repeat(20));
        try {
            return coding.equals("gzip") || coding.equals("deflate")
                    ? List.of(coded(text), coded(Bytes.EMPTY), coded(Bytes.owning(new byte[3_000_000])), text)
                    : List.of(coding.equals("br") ? BROTLI : ZSTD, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** {@code tell me a joke}, uncompressed within brotli. */
    private static final Bytes BROTLI = Bytes.owning(new byte[] {
        0x0b, 0x06, (byte) 0x80, 't', 'e', 'l', 'l', ' ', 'm', 'e', ' ', 'a', ' ', 'j', 'o', 'k', 'e', 0x03
    });

    /** {@code tell}, as a raw block within a zstd frame. */
    private static final Bytes ZSTD = Bytes.owning(
            new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x20, 0x04, 0x21, 0x00, 0x00, 't', 'e', 'l', 'l'});

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
