package io.reprise.core.content.brotli;

import java.util.Arrays;

/**
 * The bits that have arrived and have not been read for good. Reading is tentative: {@link #commit} makes it final, and {@link #rewind}
 * goes back to where it was called last.
 */
final class BitInput {
    private static final int BYTE = 8;

    private byte[] bytes = new byte[1 << 10];
    private int end;
    private long position;
    private long committed;

    void add(byte[] more) {
        int done = (int) (committed / BYTE);
        int kept = end - done;
        byte[] target =
                kept + more.length > bytes.length ? new byte[Math.max(2 * bytes.length, kept + more.length)] : bytes;
        System.arraycopy(bytes, done, target, 0, kept);
        System.arraycopy(more, 0, target, kept, more.length);
        bytes = target;
        end = kept + more.length;
        committed -= (long) done * BYTE;
        position = committed;
    }

    void commit() {
        committed = position;
    }

    void rewind() {
        position = committed;
    }

    /** The next 24 bits, the first as the lowest; zeros where nothing has arrived. */
    int peek() {
        int at = (int) (position >> 3);
        int bits = at(at) | at(at + 1) << BYTE | at(at + 2) << 2 * BYTE | at(at + 3) << 3 * BYTE;
        return bits >>> (int) (position & (BYTE - 1)) & 0xffffff;
    }

    private int at(int index) {
        return index < end ? bytes[index] & 0xff : 0;
    }

    void skip(int bits) throws Underflow {
        position += bits;
        if (position > (long) end * BYTE) {
            throw new Underflow();
        }
    }

    /** @param count from 0 to 24 */
    int read(int count) throws Underflow {
        int value = peek() & (1 << count) - 1;
        skip(count);
        return value;
    }

    boolean readFlag() throws Underflow {
        return read(1) == 1;
    }

    /** Goes on at the next whole byte; false if a bit that is left out is set. */
    boolean align() throws Underflow {
        int left = (int) (-position & BYTE - 1);
        return read(left) == 0;
    }

    /** Whole bytes that have arrived, to be called behind a whole byte. Reads them for good. */
    byte[] take(long most) {
        int from = (int) (position / BYTE);
        int to = (int) Math.min(end, from + most);
        position = (long) to * BYTE;
        commit();
        return Arrays.copyOfRange(bytes, from, to);
    }
}
