package io.reprise.core.content.brotli;

import java.util.Arrays;

/** Reads prefix codes as they are written before the data (3.4, 3.5). */
final class PrefixCodeReader {
    private static final int SIMPLE = 1;
    private static final int[] ORDER = {1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /** The lengths of the lengths' codes have a code of their own: its values and lengths, by the next four bits. */
    private static final int[] VALUES = {0, 4, 3, 2, 0, 4, 3, 1, 0, 4, 3, 2, 0, 4, 3, 5};

    private static final int[] BITS = {2, 2, 2, 3, 2, 2, 2, 4, 2, 2, 2, 3, 2, 2, 2, 4};
    private static final int REPEAT_LAST = 16;
    private static final int WHOLE_OF_LENGTHS = 1 << 5;
    private static final int WHOLE = 1 << 15;

    private PrefixCodeReader() {}

    /** @param size of the alphabet */
    static PrefixCode read(BitInput in, int size) throws Underflow, BrotliException {
        int skipped = in.read(2);
        return skipped == SIMPLE ? simple(in, size) : complex(in, size, skipped);
    }

    private static PrefixCode simple(BitInput in, int size) throws Underflow, BrotliException {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        int[] symbols = new int[in.read(2) + 1];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = in.read(bits);
        }
        if (Arrays.stream(symbols).distinct().count() < symbols.length
                || Arrays.stream(symbols).anyMatch(symbol -> symbol >= size)) {
            throw new BrotliException("a symbol of a simple prefix code is wrong");
        }
        if (symbols.length == 1) {
            return PrefixCode.of(symbols[0]);
        }
        boolean isSkewed = symbols.length == 3 || symbols.length == 4 && in.readFlag();
        int[] lengths = new int[size];
        for (int i = 0; i < symbols.length; i++) {
            int even = symbols.length == 2 ? 1 : 2;
            lengths[symbols[i]] = isSkewed ? Math.min(i + 1, symbols.length - 1) : even;
        }
        return PrefixCode.of(lengths);
    }

    private static PrefixCode complex(BitInput in, int size, int skipped) throws Underflow, BrotliException {
        PrefixCode ofLengths = ofLengths(in, skipped);
        int[] lengths = new int[size];
        int last = 8;
        int repeated = 0;
        int repeats = 0;
        int space = WHOLE;
        for (int symbol = 0; symbol < size && space > 0; ) {
            int length = ofLengths.read(in);
            if (length < REPEAT_LAST) {
                repeats = 0;
                lengths[symbol++] = length;
                last = length == 0 ? last : length;
                space -= length == 0 ? 0 : WHOLE >> length;
                continue;
            }
            int value = length == REPEAT_LAST ? last : 0;
            int extra = length == REPEAT_LAST ? 2 : 3;
            int before = value == repeated ? repeats : 0;
            repeats = (before == 0 ? 0 : before - 2 << extra) + in.read(extra) + 3;
            repeated = value;
            int more = repeats - before;
            if (symbol + more > size) {
                throw new BrotliException("a prefix code is too long");
            }
            Arrays.fill(lengths, symbol, symbol + more, value);
            symbol += more;
            space -= value == 0 ? 0 : more * (WHOLE >> value);
        }
        if (space != 0) {
            throw new BrotliException("a prefix code is not complete");
        }
        return PrefixCode.of(lengths);
    }

    private static PrefixCode ofLengths(BitInput in, int skipped) throws Underflow, BrotliException {
        int[] lengths = new int[ORDER.length];
        int space = WHOLE_OF_LENGTHS;
        int used = 0;
        int lastUsed = 0;
        for (int i = skipped; i < ORDER.length && space > 0; i++) {
            int bits = in.peek() & VALUES.length - 1;
            in.skip(BITS[bits]);
            int length = VALUES[bits];
            lengths[ORDER[i]] = length;
            if (length > 0) {
                space -= WHOLE_OF_LENGTHS >> length;
                used++;
                lastUsed = ORDER[i];
            }
        }
        if (used == 1) {
            return PrefixCode.of(lastUsed);
        }
        if (space != 0) {
            throw new BrotliException("the prefix code of lengths is not complete");
        }
        return PrefixCode.of(lengths);
    }
}
