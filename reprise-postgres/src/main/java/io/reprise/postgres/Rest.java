package io.reprise.postgres;

import java.util.function.LongSupplier;

/** After a failure, lets one caller try again each second, and no other: all would wait for the same. Thread-safe. */
final class Rest {
    private static final long NANOS = 1_000_000_000L;

    private final LongSupplier nanos;
    private boolean hasFailed;
    private boolean isTrying;
    private long failedAt;

    /** @param nanos a clock, as {@link System#nanoTime} */
    Rest(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether the caller shall try; it has to say then whether it {@link #failed} or {@link #worked}. */
    synchronized boolean mayTry() {
        if (!hasFailed) {
            return true;
        }
        if (isTrying || nanos.getAsLong() - failedAt < NANOS) {
            return false;
        }
        isTrying = true;
        return true;
    }

    synchronized void failed() {
        hasFailed = true;
        isTrying = false;
        failedAt = nanos.getAsLong();
    }

    synchronized void worked() {
        hasFailed = false;
        isTrying = false;
    }
}
