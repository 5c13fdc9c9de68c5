package io.reprise.server.memory;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that goes up and down, and the most that it ever was. */
final class Gauge {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    void add(long bytes) {
        long sum = now.addAndGet(bytes);
        if (sum > peak.get()) {
            peak.accumulateAndGet(sum, Math::max);
        }
    }

    long now() {
        return now.get();
    }

    long peak() {
        return peak.get();
    }
}
