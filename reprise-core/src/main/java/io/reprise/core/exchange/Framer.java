package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * Finds the chunks in bytes that arrive in pieces of any size. Where the bytes are cut into pieces never changes what
 * the chunks are. Each byte is looked at once. Not for use by several threads at once.
 */
public interface Framer {
    /** The chunks that {@code piece} completes, in order. Joined, all chunks and the rest are the bytes that were fed. */
    List<Bytes> feed(Bytes piece);

    /** What was fed and belongs to no complete chunk; the framer is then empty. Of a body that is no stream, everything. */
    Optional<Bytes> rest();
}
