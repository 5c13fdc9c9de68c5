package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * Cuts bytes that arrive in pieces of any size into chunks. The chunks do not depend on the pieces. Each byte is read
 * once. Not for use by several threads at once.
 */
public interface Framer {
    /** The chunks that {@code piece} completes, in order. Joined, all chunks and the rest are the bytes that were fed. */
    List<Bytes> feed(Bytes piece);

    /**
     * The bytes after the last complete chunk; the framer is empty afterwards. For a body that is not a stream,
     * everything.
     */
    Optional<Bytes> rest();
}
