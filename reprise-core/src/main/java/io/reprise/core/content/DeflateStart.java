package io.reprise.core.content;

import io.reprise.core.exchange.Bytes;

/**
 * Tells by their first bits that bytes are not in {@code deflate} (RFC 1951, 3.2). Most that are something else show it there, and a decoder
 * costs much more to begin with.
 */
public final class DeflateStart {
    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    private static final int END_OF_BLOCK = 256;
    private static final int HIGHEST_LENGTH = 285;
    private static final int HIGHEST_DISTANCE = 29;
    private static final int HIGHEST_COUNT = 29;

    /** Bytes that are something else have not come so far. */
    private static final int MOST_SYMBOLS = 64;

    private static final int[] LENGTHS = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };

    private final Bytes coded;
    private int at;

    private DeflateStart(Bytes coded) {
        this.coded = coded;
    }

    /** False only if the bytes are not deflate, with or without the frame of zlib, from their first to their last one. Quick. */
    public static boolean mayBeWhole(Bytes coded) {
        if (coded.size() < 2) {
            return coded.isEmpty(); // which is whole in any coding
        }
        return hasZlibHeader(coded) || mayBeWithoutFrame(coded);
    }

    /** RFC 1950, 2.2: the method is 8, and the two bytes are a multiple of 31. */
    static boolean hasZlibHeader(Bytes start) {
        int first = start.at(0) & 0xff;
        return (first & 0x0f) == 8 && (first << 8 | start.at(1) & 0xff) % 31 == 0;
    }

    private static boolean mayBeWithoutFrame(Bytes coded) {
        DeflateStart reading = new DeflateStart(coded);
        reading.bits(1); // whether this is the last block
        return switch (reading.bits(2)) {
            case STORED -> reading.mayBeStored();
            case FIXED -> reading.mayBeFixed();
            case DYNAMIC -> reading.mayBeDynamic();
            default -> false;
        };
    }

    /** Its length and, for safety, the complement of that. */
    private boolean mayBeStored() {
        at = Byte.SIZE;
        int length = bits(16);
        return (length ^ bits(16)) == 0xffff && at / Byte.SIZE + length <= coded.size();
    }

    /** Its codes are known (3.2.6): some stand for nothing, and nothing can be copied from before the beginning. */
    private boolean mayBeFixed() {
        int length = 0;
        for (int i = 0; i < MOST_SYMBOLS; i++) {
            int symbol = fixed();
            if (isBeyond() || symbol > HIGHEST_LENGTH) {
                return false;
            }
            if (symbol == END_OF_BLOCK) {
                return true;
            }
            if (symbol < END_OF_BLOCK) {
                length++;
            } else {
                int copied = LENGTHS[symbol - END_OF_BLOCK - 1] + bits(extraOfLength(symbol - END_OF_BLOCK - 1));
                int distance = code(5);
                if (distance > HIGHEST_DISTANCE || distance(distance) > length || isBeyond()) {
                    return false;
                }
                length += copied;
            }
        }
        return true;
    }

    /** Its codes have lengths that are coded, too; the lengths of that code make it complete. */
    private boolean mayBeDynamic() {
        if (bits(5) > HIGHEST_COUNT) {
            return false;
        }
        bits(5);
        int count = bits(4) + 4;
        int used = 0;
        for (int i = 0; i < count; i++) {
            int length = bits(3);
            used += length == 0 ? 0 : 128 >> length;
        }
        return used == 128 && !isBeyond();
    }

    private int fixed() {
        int code = code(7);
        if (code < 0x18) {
            return END_OF_BLOCK + code;
        }
        code = code << 1 | bits(1);
        if (code < 0xc0) {
            return code - 0x30;
        }
        return code < 0xc8 ? 280 + code - 0xc0 : 144 + (code << 1 | bits(1)) - 0x190;
    }

    private static int extraOfLength(int index) {
        return index < 8 || index == LENGTHS.length - 1 ? 0 : index / 4 - 1;
    }

    private int distance(int code) {
        int extra = code < 4 ? 0 : code / 2 - 1;
        int first = code < 4 ? code + 1 : (2 + code % 2 << extra) + 1;
        return first + bits(extra);
    }

    /** Codes come with their highest bit first. */
    private int code(int size) {
        int code = 0;
        for (int i = 0; i < size; i++) {
            code = code << 1 | bits(1);
        }
        return code;
    }

    /** Numbers come with their lowest bit first; zeros follow the last byte. */
    private int bits(int count) {
        int bits = 0;
        for (int i = 0; i < count; i++, at++) {
            int octet = isAfterLast() ? 0 : coded.at(at / Byte.SIZE);
            bits |= (octet >> at % Byte.SIZE & 1) << i;
        }
        return bits;
    }

    private boolean isAfterLast() {
        return at >= (long) coded.size() * Byte.SIZE;
    }

    private boolean isBeyond() {
        return at > (long) coded.size() * Byte.SIZE;
    }
}
