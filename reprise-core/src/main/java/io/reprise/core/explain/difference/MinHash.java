package io.reprise.core.explain.difference;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
        QUESTION(0, 24, 3),
        /** Everything that the model reads. */
        TEXT(24, 48, 4),
        /** Settings, tools, and how many messages of which role there are. */
        SETTINGS(48, 64, 0);

        private final int from;
        private final int to;
        /** How many lanes make one band; 0 for no bands. Fewer find what is less similar, and more that is not similar at all. */
        private final int lanesOfBand;

        Part(int from, int to, int lanesOfBand) {
            this.from = from;
            this.to = to;
            this.lanesOfBand = lanesOfBand;
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

    /** A bit that no other number of a band has: those of 32 bits, whatever their sign. */
    private static final long BAND = 1L << 62;

    private static final long EMPTY_LANE = mix(Integer.MAX_VALUE) & 0xff;

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

    /**
     * Groups of neighbouring lanes, each with its place, as numbers: two sketches of similar texts probably have one in common. None of a part
     * without words, since all of those are the same.
     */
    public static LongStream bands(long[] bits) {
        return Arrays.stream(Part.values())
                .filter(part -> part.lanesOfBand > 0 && !isEmpty(bits, part))
                .flatMapToLong(part -> IntStream.iterate(part.from, i -> i < part.to, i -> i + part.lanesOfBand)
                        .mapToLong(first -> {
                            long band = first;
                            for (int i = first; i < first + part.lanesOfBand; i++) {
                                band = band << 8 | lane(bits, i);
                            }
                            return band | BAND;
                        }));
    }

    private static boolean isEmpty(long[] bits, Part part) {
        return IntStream.range(part.from, part.to).allMatch(i -> lane(bits, i) == EMPTY_LANE);
    }

    private static long lane(long[] bits, int i) {
        return bits[i / 8] >>> (i % 8 * 8) & 0xff;
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
