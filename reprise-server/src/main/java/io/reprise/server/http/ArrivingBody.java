package io.reprise.server.http;

import io.reprise.core.exchange.Bytes;
import io.reprise.server.network.VertxInternals;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body while it arrives: in blocks, so that a large one is not copied whenever it has outgrown its memory; and, once so much of it is there that the rest is
 * likely to come, in the array in which it will be whole. As long as it is the same as one that is in memory, none of it is kept.
 */
final class ArrivingBody {
    /** In bytes. */
    static final int BLOCK = 1 << 20;

    /** When so much has arrived of what was declared, there is room made for all: a client that only says that much comes must not take the memory. */
    private static final int EARNEST_PART = 4;

    private static final byte[] NOT_YET = {};

    private final List<Buffer> full = new ArrayList<>();
    private Buffer last = Buffer.buffer();
    private byte[] whole = NOT_YET;
    private long size;
    /** Begins with all that has arrived. */
    private @Nullable Bytes expected;

    /** @param likely what may arrive; to be said before anything has */
    void expect(@Nullable Bytes likely) {
        expected = likely;
    }

    void add(Buffer piece) {
        if (expected != null && !isExpected(piece, expected)) {
            addToBlocks(Buffer.buffer(expected.slice(0, (int) size).toArray()));
            expected = null;
        }
        if (expected == null) {
            keep(piece);
        }
        size += piece.length();
    }

    private boolean isExpected(Buffer piece, Bytes likely) {
        if (size + piece.length() > likely.size()) {
            return false;
        }
        ByteBuffer same = likely.buffer().slice((int) size, piece.length());
        return same.equals(VertxInternals.bytes(piece).nioBuffer());
    }

    private void keep(Buffer piece) {
        if (whole.length > 0 && size + piece.length() <= whole.length) {
            piece.getBytes(whole, (int) size);
        } else {
            addToBlocks(piece);
        }
    }

    private void addToBlocks(Buffer piece) {
        if (whole.length > 0) { // more comes than was declared
            full.add(Buffer.buffer(Arrays.copyOf(whole, (int) size)));
            whole = NOT_YET;
        }
        if (last.length() > 0 && last.length() + piece.length() > BLOCK) {
            full.add(last);
            last = Buffer.buffer(BLOCK);
        }
        last.appendBuffer(piece);
    }

    /** Whether it is time to {@link #reserve} memory for the whole body, of which so many bytes were declared. */
    boolean isDue(long declared) {
        return expected == null
                && whole.length == 0
                && size > BLOCK
                && size < declared
                && size >= declared / EARNEST_PART;
    }

    /** Makes room for so many bytes: more than there are. */
    void reserve(long declared) {
        byte[] all = new byte[Math.toIntExact(declared)];
        copyBlocks(all);
        full.clear();
        last = Buffer.buffer();
        whole = all;
    }

    private void copyBlocks(byte[] to) {
        int end = 0;
        for (Buffer block : full) {
            block.getBytes(to, end);
            end += block.length();
        }
        last.getBytes(to, end);
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** All that has arrived. */
    Bytes joined() {
        if (expected != null) {
            return size == expected.size() ? expected : expected.slice(0, (int) size);
        }
        if (whole.length > 0) {
            return Bytes.owning(whole.length == size ? whole : Arrays.copyOf(whole, (int) size));
        }
        if (full.isEmpty()) {
            return Bytes.owning(last.getBytes());
        }
        byte[] all = new byte[Math.toIntExact(size)];
        copyBlocks(all);
        return Bytes.owning(all);
    }
}
