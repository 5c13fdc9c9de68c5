package io.reprise.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.reprise.core.exchange.Bytes;
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

    private static final byte[] NOTHING = {};

    /** Blocks that are full, and then {@link #last}. */
    private final List<byte[]> full = new ArrayList<>();

    private byte[] last = NOTHING;
    private int lastSize;
    private byte[] whole = NOTHING;
    private long size;
    /** Begins with all that has arrived. */
    private @Nullable Bytes expected;

    /** @param likely what may arrive; to be said before anything has */
    void expect(@Nullable Bytes likely) {
        expected = likely;
    }

    /** @param piece of which the bytes are copied, if they are kept */
    void add(ByteBuf piece) {
        if (expected != null && !isExpected(piece, expected)) {
            Bytes before = expected.slice(0, (int) size);
            addToBlocks(Unpooled.wrappedBuffer(before.buffer()));
            expected = null;
        }
        if (expected == null) {
            keep(piece);
        }
        size += piece.readableBytes();
    }

    private boolean isExpected(ByteBuf piece, Bytes likely) {
        if (size + piece.readableBytes() > likely.size()) {
            return false;
        }
        ByteBuffer same = likely.buffer().slice((int) size, piece.readableBytes());
        return same.equals(piece.nioBuffer());
    }

    private void keep(ByteBuf piece) {
        if (whole.length > 0 && size + piece.readableBytes() <= whole.length) {
            piece.getBytes(piece.readerIndex(), whole, (int) size, piece.readableBytes());
        } else {
            addToBlocks(piece);
        }
    }

    private void addToBlocks(ByteBuf piece) {
        if (whole.length > 0) { // more comes than was declared
            full.add(Arrays.copyOf(whole, (int) size));
            whole = NOTHING;
        }
        for (int from = piece.readerIndex(); from < piece.writerIndex(); ) {
            makeRoom(piece.writerIndex() - from);
            int length = Math.min(piece.writerIndex() - from, last.length - lastSize);
            piece.getBytes(from, last, lastSize, length);
            lastSize += length;
            from += length;
        }
    }

    /** For at least one byte, and for so many if they fit into a block. */
    private void makeRoom(int wanted) {
        if (lastSize == BLOCK) {
            full.add(last);
            last = new byte[BLOCK];
            lastSize = 0;
        } else if (lastSize + wanted > last.length && last.length < BLOCK) {
            last = Arrays.copyOf(last, Math.min(BLOCK, Math.max(lastSize + wanted, 2 * last.length)));
        }
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
        last = NOTHING;
        lastSize = 0;
        whole = all;
    }

    private void copyBlocks(byte[] to) {
        int end = 0;
        for (byte[] block : full) {
            System.arraycopy(block, 0, to, end, block.length);
            end += block.length;
        }
        System.arraycopy(last, 0, to, end, lastSize);
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
            return Bytes.owning(last.length == lastSize ? last : Arrays.copyOf(last, lastSize));
        }
        byte[] all = new byte[Math.toIntExact(size)];
        copyBlocks(all);
        return Bytes.owning(all);
    }
}
