package io.reprise.server.lookup;

/**
 * How recordings are kept in memory.
 *
 * @param maxBytes the memory for recordings that were asked for lately
 */
public record CacheSettings(Ids ids, long maxBytes) {
    /** Which ids and times replays have; docs/fresh-ids.md says what that covers. */
    public enum Ids {
        RECORDED,
        /** Each replay has new ids and current times. */
        FRESH
    }

    /** The same with at most this memory. */
    public CacheSettings atMost(long bytes) {
        return new CacheSettings(ids, Math.min(maxBytes, bytes));
    }

    public static final CacheSettings DEFAULT = new CacheSettings(Ids.RECORDED, 256L << 20);
}
