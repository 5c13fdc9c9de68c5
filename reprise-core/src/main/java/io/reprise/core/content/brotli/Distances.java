package io.reprise.core.content.brotli;

/** How far back copies reach: codes for distances, of which some refer to the last four (4). */
final class Distances {
    /** Codes for the last four distances, and for those that differ from the last two a little. */
    private static final int RECENT = 16;

    private static final int[] WHICH = {0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
    private static final int[] DIFFERENCE = {0, 0, 0, 0, -1, 1, -2, 2, -3, 3, -1, 1, -2, 2, -3, 3};
    private static final int LONGEST_BITS = 24;

    /** The last one first. */
    private final int[] last = {4, 11, 15, 16};

    /** How the codes of a meta-block are to be read. */
    record Codes(int postfixBits, int direct) {
        static Codes read(BitInput in) throws Underflow {
            int postfixBits = in.read(2);
            return new Codes(postfixBits, in.read(4) << postfixBits);
        }

        int count() {
            return RECENT + direct + (2 * LONGEST_BITS << postfixBits);
        }
    }

    int last() {
        return last[0];
    }

    int read(BitInput in, int code, Codes codes) throws Underflow, BrotliException {
        if (code < RECENT) {
            int distance = last[WHICH[code]] + DIFFERENCE[code];
            if (distance <= 0) {
                throw new BrotliException("a distance is not positive");
            }
            return distance;
        }
        int number = code - RECENT;
        if (number < codes.direct) {
            return number + 1;
        }
        number -= codes.direct;
        int bits = 1 + (number >> codes.postfixBits + 1);
        int upper = number >> codes.postfixBits;
        int lower = number & (1 << codes.postfixBits) - 1;
        int offset = (2 + (upper & 1) << bits) - 4;
        return (offset + in.read(bits) << codes.postfixBits) + lower + codes.direct + 1;
    }

    void remember(int distance) {
        System.arraycopy(last, 0, last, 1, last.length - 1);
        last[0] = distance;
    }
}
