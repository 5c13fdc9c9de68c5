package io.reprise.server.report;

import io.reprise.core.explain.Miss;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest misses. */
public final class MissLog {
    private static final int MAX_REMEMBERED = 1_000;

    private final Deque<Miss> latest = new ArrayDeque<>();

    public synchronized void add(Miss miss) {
        latest.addLast(miss);
        if (latest.size() > MAX_REMEMBERED) {
            latest.removeFirst();
        }
    }

    /** Oldest first; at most 1,000. */
    public synchronized List<Miss> latest() {
        return List.copyOf(latest);
    }
}
