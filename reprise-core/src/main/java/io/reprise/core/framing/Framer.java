package io.reprise.core.framing;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framing;
import java.util.List;
import java.util.Optional;

/** Finds the chunks in bytes that arrive in pieces of any size. Not for use by several threads at once. */
public interface Framer {
    static Framer of(Framing framing) {
        throw new UnsupportedOperationException(framing.name());
    }

    /** The chunks that {@code piece} completes, in order. Joined, all chunks and the rest are the bytes that were fed. */
    List<Bytes> feed(Bytes piece);

    /** What was fed and belongs to no complete chunk; the framer is then empty. */
    Optional<Bytes> rest();
}
