package io.reprise.core.family;

/** Why a member has another value in each of several equal answers. */
public enum Volatility {
    /** It names the answer or a part of it. */
    ID,
    /** A point in time: seconds or a finer unit since 1970, or ISO 8601. */
    TIME,
    /** Opaque state that clients send back as it came, such as signatures and encrypted reasoning. */
    STATE,
    /** Anything else, such as durations and fingerprints. */
    OTHER
}
