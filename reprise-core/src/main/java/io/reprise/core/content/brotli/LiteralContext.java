package io.reprise.core.content.brotli;

/** What the two bytes before a literal say about it, as a number from 0 to 63 (7.1). */
final class LiteralContext {
    private static final int LOW_BITS = 0;
    private static final int HIGH_BITS = 1;
    private static final int UTF8 = 2;
    private static final int ASCII = 0x80;

    /** The class of each ASCII character, such as vowel, digit or bracket, as a hexadecimal digit. */
    private static final String CLASSES = "00000000011001000000000000000000"
            + "2343353467338393bbbbbbbbbb886a73"
            + "3cdddcdddcdddddcdddddcddddd63733"
            + "3efffefffefffffefffffefffff63730";

    private LiteralContext() {}

    /** @param mode how the context is computed, from 0 to 3 */
    static int of(int mode, int last, int oneBefore) {
        return switch (mode) {
            case LOW_BITS -> last & 0x3f;
            case HIGH_BITS -> last >> 2;
            case UTF8 -> ofLast(last) | ofOneBefore(oneBefore);
            default -> magnitude(last) << 3 | magnitude(oneBefore);
        };
    }

    private static int ofLast(int last) {
        if (last < ASCII) {
            return Character.digit(CLASSES.charAt(last), 16) << 2;
        }
        return last & 1 | (last < 0xc0 ? 0 : 2);
    }

    private static int ofOneBefore(int before) {
        if (before >= 'a' && before <= 'z') {
            return 3;
        }
        if (before >= 'A' && before <= 'Z' || before >= '0' && before <= '9' || before >= 0xe0) {
            return 2;
        }
        return before > ' ' && before < ASCII - 1 ? 1 : 0;
    }

    private static int magnitude(int value) {
        if (value < 0x40) {
            return value == 0 ? 0 : value < 0x10 ? 1 : 2;
        }
        if (value < 0xf0) {
            return value < ASCII ? 3 : value < 0xc0 ? 4 : 5;
        }
        return value < 0xff ? 6 : 7;
    }
}
