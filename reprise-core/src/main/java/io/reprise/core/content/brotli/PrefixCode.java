package io.reprise.core.content.brotli;

import java.util.Arrays;

/**
 * A prefix code (3.2): a table that is looked up with the next bits. Longer codes continue in tables of their own, to which the entries of the
 * first table point. Immutable.
 */
final class PrefixCode {
    private static final int LONGEST = 15;
    private static final int ROOT = 8;

    /** An entry has a symbol, or the place of a further table, above the length of the code, or of what that table is looked up with. */
    private static final int LENGTH_BITS = 5;

    private static final int FURTHER = 1 << LENGTH_BITS - 1;
    private static final int LENGTH = FURTHER - 1;

    private final int[] table;

    private PrefixCode(int[] table) {
        this.table = table;
    }

    /** The code that has only one symbol, which takes no bits. */
    static PrefixCode of(int symbol) {
        int[] table = new int[1 << ROOT];
        Arrays.fill(table, symbol << LENGTH_BITS);
        return new PrefixCode(table);
    }

    /** @param lengths of the codes, by symbol, from 0 (unused) to 15; they make a complete code */
    static PrefixCode of(int[] lengths) {
        int[] codes = codes(lengths);
        int[] further = new int[1 << ROOT];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > ROOT) {
                int root = codes[symbol] & (1 << ROOT) - 1;
                further[root] = Math.max(further[root], lengths[symbol] - ROOT);
            }
        }
        int size = 1 << ROOT;
        int[] places = new int[1 << ROOT];
        for (int root = 0; root < further.length; root++) {
            places[root] = size;
            size += further[root] > 0 ? 1 << further[root] : 0;
        }
        int[] table = new int[size];
        for (int root = 0; root < further.length; root++) {
            table[root] = places[root] << LENGTH_BITS | FURTHER | further[root];
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            fill(table, symbol, codes[symbol], lengths[symbol], further, places);
        }
        return new PrefixCode(table);
    }

    private static void fill(int[] table, int symbol, int code, int length, int[] further, int[] places) {
        if (length == 0) {
            return;
        }
        int root = code & (1 << ROOT) - 1;
        boolean isShort = length <= ROOT;
        int from = isShort ? code : places[root] + (code >> ROOT);
        int step = 1 << (isShort ? length : length - ROOT);
        int to = isShort ? 1 << ROOT : places[root] + (1 << further[root]);
        for (int at = from; at < to; at += step) {
            table[at] = symbol << LENGTH_BITS | (isShort ? length : length - ROOT);
        }
    }

    /** The codes as they are read, the first bit as the lowest. */
    private static int[] codes(int[] lengths) {
        int[] next = new int[LONGEST + 2];
        for (int length : lengths) {
            next[length + 1] += length == 0 ? 0 : 1;
        }
        for (int length = 1; length <= LONGEST; length++) {
            next[length + 1] += next[length];
            next[length + 1] <<= 1;
        }
        int[] codes = new int[lengths.length];
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> Integer.SIZE - length;
        }
        return codes;
    }

    int read(BitInput in) throws Underflow {
        int bits = in.peek();
        int entry = table[bits & (1 << ROOT) - 1];
        if ((entry & FURTHER) != 0) {
            in.skip(ROOT);
            int more = bits >> ROOT & (1 << (entry & LENGTH)) - 1;
            entry = table[(entry >> LENGTH_BITS) + more];
        }
        in.skip(entry & LENGTH);
        return entry >> LENGTH_BITS;
    }
}
