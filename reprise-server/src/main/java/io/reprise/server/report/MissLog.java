package io.reprise.server.report;

import io.reprise.core.explain.Miss;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest misses, as people are told of them: the requests themselves may be large. */
public final class MissLog {
    private static final int MAX_REMEMBERED = 1_000;

    /** Of their texts together, in characters. */
    private static final long MAX_SIZE = 4 << 20;

    private final Deque<Entry> latest = new ArrayDeque<>();
    private long size;

    private record Entry(Json miss, int size) {}

    public void add(Miss miss) {
        Json json = miss.toJson();
        add(new Entry(json, json.write(Layout.COMPACT).length()));
    }

    private synchronized void add(Entry entry) {
        latest.addLast(entry);
        size += entry.size();
        while (latest.size() > MAX_REMEMBERED || size > MAX_SIZE && latest.size() > 1) {
            size -= latest.removeFirst().size();
        }
    }

    /** Oldest first; at most 1,000, and fewer if they are large. */
    public synchronized List<Json> latest() {
        return latest.stream().map(Entry::miss).toList();
    }
}
