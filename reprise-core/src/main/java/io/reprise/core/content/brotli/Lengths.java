package io.reprise.core.content.brotli;

/** Values whose codes say only their range, and that are followed by bits that say which value it is. Immutable. */
final class Lengths {
    /** How many symbols a block has (6). */
    static final Lengths OF_BLOCKS =
            new Lengths(1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 10, 11, 12, 13, 24);

    /** How many literals are inserted (5). */
    static final Lengths OF_INSERTS =
            new Lengths(0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 12, 14, 24);

    /** How many bytes are copied (5). */
    static final Lengths OF_COPIES =
            new Lengths(2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10, 24);

    private final int[] first;
    private final int[] bits;

    /** Each range begins where the one before ends. */
    private Lengths(int smallest, int... bits) {
        this.bits = bits;
        this.first = new int[bits.length];
        int next = smallest;
        for (int code = 0; code < bits.length; code++) {
            first[code] = next;
            next += 1 << bits[code];
        }
    }

    int codes() {
        return bits.length;
    }

    int read(BitInput in, int code) throws Underflow {
        return first[code] + in.read(bits[code]);
    }
}
