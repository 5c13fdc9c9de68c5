package io.reprise.server.report;

import io.reprise.core.explain.Miss;
import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest misses, as people are told of them: the requests themselves may be large. */
public final class MissLog {
    private static final int MAX_REMEMBERED = 1_000;

    private final Deque<Json> latest = new ArrayDeque<>();

    public synchronized void add(Miss miss) {
        latest.addLast(miss.toJson());
        if (latest.size() > MAX_REMEMBERED) {
            latest.removeFirst();
        }
    }

    /** Oldest first; at most 1,000. */
    public synchronized List<Json> latest() {
        return List.copyOf(latest);
    }
}
