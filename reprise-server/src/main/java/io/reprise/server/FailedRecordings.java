package io.reprise.server;

import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recordings that should have been kept and could not be: reported until someone has noticed. */
final class FailedRecordings {
    private static final int MAX_LISTED = 100;

    /** One answer that is not in the store. */
    record FailedRecording(String method, String path, String reason) {}

    private final List<FailedRecording> listed = new ArrayList<>();
    private volatile long count;
    private Optional<String> untold = Optional.empty();

    synchronized void add(Request request, String reason) {
        count++;
        if (listed.size() < MAX_LISTED) {
            listed.add(new FailedRecording(request.method(), request.path(), reason));
        }
        untold = Optional.of(request.method() + " " + request.path() + ": " + reason);
    }

    /** What the next answer tells its client: the latest loss that no client was told of. */
    Optional<String> tell() {
        if (count == 0) {
            return Optional.empty();
        }
        synchronized (this) {
            Optional<String> told = untold;
            untold = Optional.empty();
            return told;
        }
    }

    synchronized long count() {
        return count;
    }

    /** The first of them, for the report. */
    synchronized Json toJson() {
        return new Json.JsonArray(listed.stream()
                .map(loss -> new JsonMembers()
                        .with("request", loss.method() + " " + loss.path())
                        .with("reason", loss.reason())
                        .done())
                .toList());
    }
}
