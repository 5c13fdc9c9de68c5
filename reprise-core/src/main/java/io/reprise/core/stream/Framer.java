package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framing;
import java.util.List;
import java.util.Optional;

/**
 * Finds the chunks in bytes that arrive in pieces of any size. Where the bytes are cut into pieces never changes what
 * the chunks are. Each byte is looked at once. Not for use by several threads at once.
 */
public interface Framer {
    static Framer of(Framing framing) {
        return switch (framing) {
            case SSE -> new SseFramer();
            case NDJSON -> new LineFramer();
            case WHOLE -> new WholeFramer();
        };
    }

    /** The chunks that {@code piece} completes, in order. Joined, all chunks and the rest are the bytes that were fed. */
    List<Bytes> feed(Bytes piece);

    /** What was fed and belongs to no complete chunk; the framer is then empty. With {@link Framing#WHOLE}, everything. */
    Optional<Bytes> rest();
}
