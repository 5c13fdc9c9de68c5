package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import java.util.Arrays;
import java.util.Optional;

/** Bytes of an incomplete chunk, joined from several pieces. */
final class PendingBytes {
    /** A larger buffer is released when its chunk is complete, so that one huge event does not keep memory. */
    private static final int KEPT = 64 * 1024;

    private static final byte[] NONE = new byte[0];

    private byte[] buffer = NONE;
    private int size;

    /** Adds the bytes of {@code piece} from {@code from} (inclusive) to {@code to} (exclusive). */
    void add(Bytes piece, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        if (buffer.length - size < length) {
            long wanted = Math.max((long) size + length, Math.min(2L * buffer.length, Integer.MAX_VALUE - 8));
            buffer = Arrays.copyOf(buffer, Math.toIntExact(wanted));
        }
        if (length == 1) {
            buffer[size] = piece.at(from);
        } else {
            piece.buffer().get(from, buffer, size, length);
        }
        size += length;
    }

    /** All bytes that were added, followed by those of {@code piece} from {@code from} to {@code to}; this is then empty. */
    Bytes complete(Bytes piece, int from, int to) {
        if (size == 0) {
            return from == 0 && to == piece.size() ? piece : piece.slice(from, to);
        }
        add(piece, from, to);
        return take();
    }

    Optional<Bytes> rest() {
        return size == 0 ? Optional.empty() : Optional.of(take());
    }

    private Bytes take() {
        Bytes all = Bytes.owning(size == buffer.length ? buffer : Arrays.copyOf(buffer, size));
        if (size == buffer.length || buffer.length > KEPT) {
            buffer = NONE;
        }
        size = 0;
        return all;
    }
}
