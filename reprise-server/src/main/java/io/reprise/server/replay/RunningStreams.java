package io.reprise.server.replay;

import java.util.concurrent.atomic.AtomicInteger;

/** How many answers are being sent at a pace or with a fault, by all event loops. */
public final class RunningStreams {
    private final AtomicInteger count = new AtomicInteger();

    /** @return how many there are now, this one included */
    public int begin() {
        return count.incrementAndGet();
    }

    public void end() {
        count.decrementAndGet();
    }

    /** How many there are. */
    public int count() {
        return count.get();
    }
}
