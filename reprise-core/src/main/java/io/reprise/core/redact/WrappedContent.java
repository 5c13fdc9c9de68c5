package io.reprise.core.redact;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is within a body in a coding of its own, so that a search of the body does not see it: bodies and parts that are compressed although no header
 * of the message says so, and parts in {@code base64}. It is only searched; the body stays as it is.
 */
final class WrappedContent {
    /** Deeper than anybody packs. */
    private static final int DEEPEST = 4;

    /** A body may have so many places that look like the beginning of something compressed. */
    private static final int MOST_TRIES = 64;

    private static final int STEP = 64 << 10;

    private static final Bytes GZIP = Bytes.copyOf(new byte[] {0x1f, (byte) 0x8b, 8});
    private static final Bytes ZSTD = Bytes.copyOf(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});
    private static final String TRANSFER = "content-transfer-encoding";

    private final List<Bytes> found = new ArrayList<>();

    private WrappedContent() {}

    /** All that is unwrapped from a body with these headers; nothing for most. */
    static List<Bytes> in(Headers headers, Bytes body) {
        WrappedContent content = new WrappedContent();
        content.unwrap(headers, body, 0);
        return content.found;
    }

    private void unwrap(Headers headers, Bytes body, int depth) {
        if (depth > DEEPEST || body.isEmpty()) {
            return;
        }
        if (ContentDecoder.isCoded(headers)) {
            found(headers.without("content-encoding"), decoded(headers, body, 0), depth);
        } else if (isBase64(headers)) {
            found(headers.without(TRANSFER), fromBase64(body), depth);
        }
        Optional<List<Multipart.Part>> parts = Multipart.parse(headers, body);
        if (parts.isPresent()) {
            parts.get().forEach(part -> unwrap(headers(part), part.content(), depth + 1));
        } else {
            unwrapAnywhere(GZIP, "gzip", body, depth);
            unwrapAnywhere(ZSTD, "zstd", body, depth);
        }
    }

    /** A malformed multipart body, for example, has parts that are found by nothing but their first bytes. */
    private void unwrapAnywhere(Bytes magic, String coding, Bytes body, int depth) {
        Headers headers = Headers.of("content-encoding", coding);
        int at = body.indexOf((char) magic.at(0), 0);
        for (int tries = 0; at >= 0 && tries < MOST_TRIES; at = body.indexOf((char) magic.at(0), at + 1)) {
            if (body.startsWith(magic, at)) {
                tries++;
                found(Headers.NONE, decoded(headers, body, at), depth);
            }
        }
    }

    private void found(Headers headers, Bytes content, int depth) {
        if (!content.isEmpty()) {
            found.add(content);
            unwrap(headers, content, depth + 1);
        }
    }

    private static boolean isBase64(Headers headers) {
        return headers.first(TRANSFER)
                .filter(named -> named.strip().toLowerCase(Locale.ROOT).equals("base64"))
                .isPresent();
    }

    /** As much as can be decoded. Most of what looks like the beginning of something compressed is none, which shows soon. */
    private static Bytes decoded(Headers headers, Bytes body, int from) {
        try (ContentDecoder decoder = new ContentDecoder(headers, DecodingLimits.REQUEST)) {
            List<Chunk> chunks = new ArrayList<>();
            for (int at = from; at < body.size() && decoder.failure().isEmpty(); at += STEP) {
                chunks.addAll(decoder.feed(new Chunk(0, body.slice(at, Math.min(body.size(), at + STEP)))));
            }
            chunks.addAll(decoder.finish().chunks());
            return Bytes.concat(chunks.stream().map(Chunk::bytes).toList());
        }
    }

    private static Bytes fromBase64(Bytes body) {
        try {
            return Bytes.owning(
                    Base64.getMimeDecoder().decode(body.latin1().strip().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException isNone) {
            return Bytes.EMPTY;
        }
    }

    private static Headers headers(Multipart.Part part) {
        return new Headers(part.headers().entrySet().stream()
                .map(header -> new Headers.Field(header.getKey(), header.getValue()))
                .toList());
    }
}
