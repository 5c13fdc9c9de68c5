package io.reprise.core.content;

/**
 * How much a body may become when it is decoded, so that a small body cannot fill the memory.
 *
 * @param bytes the most that is decoded, 1 or more
 * @param ratio so many times its coded size a body may not become, once more than {@link #FREE} bytes are decoded; 1 or more
 * @param step the most that is decoded from {@link #STEP} coded bytes, so that a bomb that follows honest bytes takes no more memory; 1 or more
 */
public record DecodingLimits(long bytes, long ratio, long step) {
    /** Bodies are decoded in such steps. In coded bytes. */
    public static final int STEP = 4 << 10;

    private static final long MOST_OF_STEP = 8 << 20;

    /** Up to this many decoded bytes, any ratio is allowed: small texts that repeat are common. */
    public static final long FREE = 1 << 20;

    /** More than answers of models reach, and less than bodies that are made to fill memories. */
    public static final long RATIO = 1_000;

    /** For request bodies. It is part of the key (docs/key.md), so that it is the same everywhere. */
    public static final DecodingLimits REQUEST = new DecodingLimits(64 << 20, RATIO, Long.MAX_VALUE);

    /** For what is decoded only to be searched. On a small heap it is less: several copies of it are there at the same time. */
    public static final DecodingLimits SEARCH =
            of(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32));

    /** For bodies that are passed on while they are decoded, so that their size does not matter. */
    public static final DecodingLimits PASSING = new DecodingLimits(Long.MAX_VALUE, RATIO, MOST_OF_STEP);

    public DecodingLimits {
        if (bytes < 1 || ratio < 1 || step < 1) {
            throw new IllegalArgumentException(
                    "limits of " + bytes + " bytes, ratio " + ratio + " and step " + step + " are not positive");
        }
    }

    /** At most {@code bytes} decoded bytes, with the usual ratio. */
    public static DecodingLimits of(long bytes) {
        return new DecodingLimits(bytes, RATIO, Long.MAX_VALUE);
    }

    /** The most that a body of {@code coded} bytes can become, in bytes. */
    public long most(long coded) {
        long byRatio = coded >= bytes / ratio ? bytes : coded * ratio;
        return Math.min(bytes, Math.max(FREE, byRatio));
    }

    /** The same for a body that is decoded in steps. */
    public DecodingLimits inSteps() {
        return new DecodingLimits(bytes, ratio, MOST_OF_STEP);
    }
}
