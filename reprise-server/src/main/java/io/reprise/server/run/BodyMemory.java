package io.reprise.server.run;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of the requests of all runs are remembered. */
final class BodyMemory {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** False if there is no room. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
