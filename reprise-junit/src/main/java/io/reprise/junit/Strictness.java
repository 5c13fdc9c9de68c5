package io.reprise.junit;

/** What makes a test fail besides misses. */
record Strictness(boolean failsOnUnused, boolean failsOnUnsaved, boolean failsOnLive) {
    static final Strictness NONE = new Strictness(false, false, false);

    Strictness or(Strictness other) {
        return new Strictness(
                failsOnUnused || other.failsOnUnused,
                failsOnUnsaved || other.failsOnUnsaved,
                failsOnLive || other.failsOnLive);
    }
}
