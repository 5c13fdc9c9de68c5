package io.reprise.server;

import io.reprise.core.key.Key;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The answers that are being recorded, so that the same question is not asked twice at the same time. */
final class Flights {
    private final ConcurrentMap<Key, Flight> running = new ConcurrentHashMap<>();
    private final AtomicLong landed = new AtomicLong();

    Optional<Flight> running(Key key) {
        return Optional.ofNullable(running.get(key));
    }

    /** Takes off, unless one with that key is running, which is then returned. */
    Optional<Flight> takeOff(Key key, Flight flight) {
        return Optional.ofNullable(running.putIfAbsent(key, flight));
    }

    /** To be called when the answer is kept, or is known not to be. */
    void land(Key key, Flight flight) {
        landed.incrementAndGet();
        running.remove(key, flight);
    }

    /** How many have landed: where this has not changed, the store has not got a recording from here. */
    long landed() {
        return landed.get();
    }
}
