package io.reprise.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** Explains misses, and remembers the latest. */
final class Misses {
    private static final int MAX_REMEMBERED = 1_000;

    record Explained(String line, String message) {}

    private final Scan scan;
    private final Deque<Explained> latest = new ArrayDeque<>();

    Misses(Scan scan) {
        this.scan = scan;
    }

    Explained explain(Job job, boolean isUsedUp) {
        Explained explained = new Explained("no recording", "no recording");
        synchronized (latest) {
            latest.addLast(explained);
            if (latest.size() > MAX_REMEMBERED) {
                latest.removeFirst();
            }
        }
        return explained;
    }

    io.reprise.core.json.Json toJson() {
        synchronized (latest) {
            return new io.reprise.core.json.Json.JsonArray(latest.stream()
                    .<io.reprise.core.json.Json>map(e -> new io.reprise.core.json.Json.JsonString(e.message()))
                    .toList());
        }
    }
}
