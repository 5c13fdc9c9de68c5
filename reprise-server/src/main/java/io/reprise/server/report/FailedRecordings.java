package io.reprise.server.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers that should have been kept and could not be: reported until someone has noticed. */
public final class FailedRecordings {
    private static final int MAX_LISTED = 100;

    /** One answer that is not in the store. */
    public record FailedRecording(String method, String path, String reason) {
        /** Such as {@code POST /v1/chat/completions}. */
        public String request() {
            return method + " " + path;
        }
    }

    private final List<FailedRecording> listed = new ArrayList<>();
    private volatile long count;
    private Optional<String> untold = Optional.empty();

    public synchronized void add(String method, String path, String reason) {
        count++;
        FailedRecording failed = new FailedRecording(method, path, reason);
        if (listed.size() < MAX_LISTED) {
            listed.add(failed);
        }
        untold = Optional.of(failed.request() + ": " + reason);
    }

    /** What the next answer tells its client: the latest that no client was told of. */
    public Optional<String> takeUntold() {
        if (count == 0) {
            return Optional.empty();
        }
        synchronized (this) {
            Optional<String> told = untold;
            untold = Optional.empty();
            return told;
        }
    }

    public long count() {
        return count;
    }

    /** The first 100. */
    public synchronized List<FailedRecording> listed() {
        return List.copyOf(listed);
    }
}
