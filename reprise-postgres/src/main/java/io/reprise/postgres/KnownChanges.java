package io.reprise.postgres;

import io.reprise.core.key.Key;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which questions have other recordings since when, as far as this server knows. Times are counted: each change is one later than the one
 * before. Thread-safe.
 */
final class KnownChanges {
    /** What is older is forgotten: nothing of before is known to be current then. */
    private static final int MOST = 100_000;

    /** So long after the last look at the changes, all are taken to be known. */
    private static final long TRUST_NANOS = 2_000_000_000L;

    /** Changes are deleted when they are an hour old: who has read none for so long may have missed some. */
    private static final long LONGEST_GAP_MILLIS = 1_800_000;

    private final Map<Key, Long> lastChanges = new LinkedHashMap<>();
    private final Set<Long> own = new HashSet<>();
    private long now;
    private long forgottenUntil;
    private final LongSupplier nanos;
    private final LongSupplier millis;
    private boolean isUpToDate;
    private long upToDateNanos;
    private long upToDateMillis;

    /**
     * @param nanos a clock, as {@link System#nanoTime}
     * @param millis a clock that goes on while the machine is suspended, as {@link System#currentTimeMillis}
     */
    KnownChanges(LongSupplier nanos, LongSupplier millis) {
        this.nanos = nanos;
        this.millis = millis;
        this.upToDateMillis = millis.getAsLong();
    }

    /** The time at which a search begins. */
    synchronized long now() {
        return now;
    }

    /** The recordings of a question have changed. */
    synchronized void changed(Key key) {
        lastChanges.remove(key);
        lastChanges.put(key, ++now);
        if (lastChanges.size() > MOST) {
            Map.Entry<Key, Long> oldest = lastChanges.entrySet().iterator().next();
            forgottenUntil = Math.max(forgottenUntil, oldest.getValue());
            lastChanges.remove(oldest.getKey());
        }
    }

    /** This server writes a change of that id; it is told of it by {@link #changed} itself. */
    synchronized void writes(long id) {
        own.add(id);
    }

    /** It has not written it after all. */
    synchronized void writesNot(long id) {
        own.remove(id);
    }

    /** Whether this server wrote the change of that id, which has been read now. */
    synchronized boolean isOwn(long id) {
        return own.remove(id);
    }

    /** Changes have been missed: nothing that is known may be current. */
    synchronized void forgetAll() {
        forgottenUntil = ++now;
        lastChanges.clear();
        own.clear();
    }

    /** All changes by others are known at this moment. */
    synchronized void setUpToDate() {
        long read = millis.getAsLong();
        if (read - upToDateMillis > LONGEST_GAP_MILLIS) {
            forgetAll();
        }
        upToDateMillis = read;
        isUpToDate = true;
        upToDateNanos = nanos.getAsLong();
    }

    /** Changes by others do not become known any more. */
    synchronized void setOutOfDate() {
        isUpToDate = false;
    }

    private boolean isUpToDate() {
        return isUpToDate && nanos.getAsLong() - upToDateNanos < TRUST_NANOS;
    }

    /** What is known of recordings that were found at some time. */
    enum State {
        CURRENT,
        OUTDATED,
        /** The database has to be asked. */
        UNKNOWN
    }

    /** @param since the time at which the search began */
    synchronized State state(Key key, long since) {
        Long change = lastChanges.get(key);
        if (change != null && change > since) {
            return State.OUTDATED;
        }
        return isUpToDate() && since >= forgottenUntil ? State.CURRENT : State.UNKNOWN;
    }
}
