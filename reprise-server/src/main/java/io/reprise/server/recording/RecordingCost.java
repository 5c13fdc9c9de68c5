package io.reprise.server.recording;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ParsedRequest;
import io.reprise.server.http.ResponseHead;
import java.util.List;

/**
 * Estimates how much memory it takes to record an answer: to put it together, to search it for credentials, and to write it. The factors
 * were measured with {@code bench/memory}. Reads from files: for workers.
 */
public final class RecordingCost {
    /** Copies of a body that nobody parses. */
    private static final int COPIES_OF_BINARY = 3;

    /** Copies of a text: as bytes, decoded, and as lines of the recording. */
    private static final int COPIES_OF_TEXT = 5;

    /** A parsed value of JSON, in bytes. Those of a long stream are not in memory at the same time. */
    private static final int VALUE = 120;

    /** A chunk of a stream besides its bytes, in bytes. */
    private static final int CHUNK = 200;

    /** So many bytes tell how many values there are in the rest. */
    private static final int SAMPLE = 64 << 10;

    /** The request is searched and written, too. */
    private static final int COPIES_OF_REQUEST = 3;

    private long size;
    private long sampled;
    private long values;
    private long lines;

    private RecordingCost() {}

    /** In bytes; that of an answer that cannot be decoded is that of the part that can. */
    public static long of(ParsedRequest request, ResponseHead head, List<ArrivedPiece> pieces, DecodingLimits limits) {
        RecordingCost cost = new RecordingCost();
        if (ContentDecoder.isCoded(head.headers())) {
            try (ContentDecoder decoder = new ContentDecoder(head.headers(), limits.inSteps())) {
                for (ArrivedPiece piece : pieces) {
                    decoder.feedInSteps(piece.chunk(), cost::add);
                }
            }
        } else {
            pieces.forEach(cost::add);
        }
        String type = head.headers().first("content-type").orElse("");
        boolean isStream = request.family().format(request.request(), type).isStream();
        return cost.of(type, isStream)
                + COPIES_OF_REQUEST * (long) request.request().body().size();
    }

    private long of(String contentType, boolean isStream) {
        boolean isText = contentType.startsWith("text/") || contentType.contains("json") || contentType.isEmpty();
        if (!isText) {
            return COPIES_OF_BINARY * size;
        }
        double parts = isStream ? CHUNK * (double) lines : VALUE * (double) values;
        return COPIES_OF_TEXT * size + (sampled == 0 ? 0 : (long) (parts / sampled * size));
    }

    private void add(ArrivedPiece piece) {
        if (sampled < SAMPLE) {
            add(piece.chunk());
        } else {
            size += piece.size();
        }
    }

    private void add(Chunk chunk) {
        Bytes bytes = chunk.bytes();
        size += bytes.size();
        for (int i = 0; i < bytes.size() && sampled < SAMPLE; i++, sampled++) {
            byte one = bytes.at(i);
            values += one == ',' || one == ':' || one == '[' || one == '{' ? 1 : 0;
            lines += one == '\n' ? 1 : 0;
        }
    }
}
