package io.reprise.server.lookup;

import io.reprise.core.price.PriceTable;

/**
 * How recordings are kept in memory.
 *
 * @param maxBytes the memory for recordings that were asked for lately
 * @param prices by which it is known what a replay saves
 */
public record CacheSettings(Ids ids, long maxBytes, PriceTable prices) {
    private static final long SMALL = 256 << 10;

    /** Settings without prices. */
    public CacheSettings(Ids ids, long maxBytes) {
        this(ids, maxBytes, PriceTable.EMPTY);
    }

    /** Which ids and times replays have; docs/fresh-ids.md says what that covers. */
    public enum Ids {
        RECORDED,
        /** Each replay has new ids and current times. */
        FRESH
    }

    /** How large a recording may be, in bytes, whose answer is in memory as a whole: as large as one that is remembered. Small ones always are. */
    long largest() {
        return Math.max(SMALL, maxBytes / 8);
    }

    /** The same with at most this memory. */
    public CacheSettings atMost(long bytes) {
        return new CacheSettings(ids, Math.min(maxBytes, bytes), prices);
    }

    public static final CacheSettings DEFAULT = new CacheSettings(Ids.RECORDED, 256L << 20);
}
