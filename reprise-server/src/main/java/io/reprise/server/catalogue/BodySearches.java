package io.reprise.server.catalogue;

import java.util.LinkedHashMap;
import java.util.Map;

/** The latest searches of bodies, by the texts of their filters. Each takes some 70 bytes for each recording. */
final class BodySearches {
    private static final int MOST = 4;

    private final Map<String, BodySearch> latest = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BodySearch> eldest) {
            return size() > MOST;
        }
    };

    /** The search for what a filter with this text selects. */
    synchronized BodySearch of(String filter) {
        return latest.computeIfAbsent(filter, any -> new BodySearch());
    }
}
