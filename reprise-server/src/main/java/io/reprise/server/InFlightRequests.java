package io.reprise.server;

import io.reprise.core.key.Key;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** The answers that are being recorded, so that the same question is not asked twice at the same time. */
final class InFlightRequests {
    /** For {@link #takeOff}: the store need not have been looked at. */
    static final long NEVER_LOOKED = -1;

    /** What became of the wish to take off. */
    sealed interface Departure {
        record TookOff() implements Departure {}

        /** One with the same key is under way. */
        record Joinable(SharedResponse flight) implements Departure {}

        /** One has landed since the store was looked at: it is to be looked at again. */
        record Late() implements Departure {}
    }

    private final ConcurrentMap<Key, SharedResponse> running = new ConcurrentHashMap<>();
    private volatile long landed;

    Optional<SharedResponse> running(Key key) {
        return Optional.ofNullable(running.get(key));
    }

    /** @param landedBefore what {@link #landed} said before the store was looked at in vain */
    synchronized Departure takeOff(Key key, SharedResponse flight, long landedBefore) {
        SharedResponse other = running.get(key);
        if (other != null) {
            return new Departure.Joinable(other);
        }
        if (landedBefore != NEVER_LOOKED && landedBefore != landed) {
            return new Departure.Late();
        }
        running.put(key, flight);
        return new Departure.TookOff();
    }

    /** To be called when the answer is kept, or is known not to be. */
    synchronized void land(Key key, SharedResponse flight) {
        landed++;
        running.remove(key, flight);
        notifyAll();
    }

    /**
     * Waits until none is under way.
     *
     * @param millis the longest time to wait
     * @return how many still are
     */
    synchronized int await(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; !running.isEmpty() && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return running.size();
    }

    /** How many have landed. */
    long landed() {
        return landed;
    }
}
