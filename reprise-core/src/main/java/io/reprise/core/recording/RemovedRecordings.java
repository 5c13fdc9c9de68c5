package io.reprise.core.recording;

import io.reprise.core.store.Series;
import io.reprise.core.store.Store.Removed;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recordings of an earlier run that were removed because their question is recorded again. The oldest are forgotten if
 * they need too much memory. Thread-safe.
 */
final class RemovedRecordings {
    private static final long MOST_BYTES = 64 << 20;

    private final Map<Series, Map<Integer, Removed>> bySeries = new LinkedHashMap<>();
    private long bytes;

    /** @param number the position that the recording had, from 1 */
    synchronized void add(Series series, int number, Removed recording) {
        Removed older = bySeries.computeIfAbsent(series, any -> new TreeMap<>()).put(number, recording);
        bytes += recording.size() - (older == null ? 0 : older.size());
        Iterator<Map<Integer, Removed>> eldest = bySeries.values().iterator();
        while (bytes > MOST_BYTES && eldest.hasNext()) {
            eldest.next().values().forEach(forgotten -> bytes -= forgotten.size());
            eldest.remove();
        }
    }

    synchronized boolean hasAny(Series series) {
        return bySeries.containsKey(series);
    }

    /** The recording that was in that position. */
    synchronized Optional<Removed> at(Series series, int number) {
        return Optional.ofNullable(bySeries.getOrDefault(series, Map.of()).get(number));
    }
}
