package io.reprise.core.ids;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A translation that notes the ids of the one request that it is used for: {@link #byRecorded()} says which id its client knows for a
 * recorded one. An id that is not translated stands for itself. For one thread.
 */
public final class SentIds implements IdTranslation {
    private final IdTranslation known;
    private final Map<String, String> sent = new HashMap<>();

    public SentIds(IdTranslation known) {
        this.known = known;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Optional<String> kept(String given) {
        Optional<String> kept = known.kept(given);
        if (kept.isPresent()) {
            sent.put(kept.get(), given);
        } else if (RequestIds.isLikeAnId(given)) {
            sent.putIfAbsent(given, given);
        }
        return kept;
    }

    /** What the client sent, by the recorded value that stood in its place. */
    public Map<String, String> byRecorded() {
        return Map.copyOf(sent);
    }
}
