package io.reprise.core.explain.difference;

import java.util.Arrays;

/**
 * A sketch of the text of a request, for estimating the similarity of two requests (MinHash; Broder 1997). For each of
 * 64 hash functions it has 8 bits of the smallest hash of the words. Its three parts are compared separately, so that a
 * long system prompt does not outweigh the question. Not for use by several threads at once.
 */
public final class MinHash {
    public static final int LONGS = 8;

    /** A part of a request; each has a number of lanes that is a multiple of 8, to fill whole {@code long}s. */
    public enum Part {
        /** The last message, or the prompt. */
        QUESTION(0, 24),
        /** Everything that the model reads. */
        TEXT(24, 48),
        /** Settings, tools, and how many messages of which role there are. */
        SETTINGS(48, 64);

        private final int from;
        private final int to;

        Part(int from, int to) {
            this.from = from;
            this.to = to;
        }
    }

    private static final long[] MULTIPLIERS = new long[64];

    static {
        long state = 0x9e3779b97f4a7c15L;
        for (int i = 0; i < MULTIPLIERS.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            MULTIPLIERS[i] = mix(state) | 1;
        }
    }

    private final int[] smallest = new int[64];

    public MinHash() {
        Arrays.fill(smallest, Integer.MAX_VALUE);
    }

    public void add(Part part, long feature) {
        long mixed = mix(feature);
        for (int i = part.from; i < part.to; i++) {
            int hash = (int) ((mixed * MULTIPLIERS[i]) >>> 32);
            smallest[i] = Math.min(smallest[i], hash);
        }
    }

    public long[] bits() {
        long[] bits = new long[LONGS];
        for (int i = 0; i < smallest.length; i++) {
            bits[i / 8] |= (mix(smallest[i]) & 0xff) << (i % 8 * 8);
        }
        return bits;
    }

    /** The number of lanes that are the same in the eight of each; 0 to 8. */
    public static int same(long one, long other) {
        long difference = one ^ other;
        long low = 0x7f7f7f7f7f7f7f7fL;
        return Long.bitCount(~(((difference & low) + low) | difference | low));
    }

    /** The finalizer of MurmurHash3, which lets every bit influence all others. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
