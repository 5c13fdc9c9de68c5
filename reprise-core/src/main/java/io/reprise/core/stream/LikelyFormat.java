package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Optional;

/** Tells from the beginning of a body that it has the lines of a stream, whatever its content type says. */
public final class LikelyFormat {
    private static final List<Bytes> SSE_FIELDS = List.of("data:", "event:", "id:", "retry:", ":").stream()
            .map(Bytes::utf8)
            .toList();

    /** In bytes. Longer lines of JSON are documents of their own, such as the results of a batch, and no pieces of one answer. */
    private static final int LONGEST_PIECE = 512;

    private LikelyFormat() {}

    /** The format; empty if the body does not begin like a stream. */
    public static Optional<StreamFormat> of(Bytes body) {
        if (SSE_FIELDS.stream().anyMatch(body::startsWith)) {
            return Optional.of(StreamFormats.SSE);
        }
        return beginsWithLinesOfJson(body) ? Optional.of(StreamFormats.NDJSON) : Optional.empty();
    }

    private static boolean beginsWithLinesOfJson(Bytes body) {
        if (body.isEmpty() || body.at(0) != '{') {
            return false;
        }
        int end = body.indexOfLineEnd(0);
        if (end > LONGEST_PIECE) {
            return false;
        }
        int next = end;
        while (next < body.size() && body.at(next) <= ' ') {
            next++;
        }
        return next < body.size() && body.at(end - 1) == '}' && body.at(next) == '{';
    }
}
