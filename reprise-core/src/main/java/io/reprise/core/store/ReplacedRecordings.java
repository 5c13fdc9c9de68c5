package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Recordings of an earlier run that were deleted because the question is being recorded anew. If the new run records
 * the same once more, the old file can be put back as it was. The oldest are forgotten where they grow too large.
 */
final class ReplacedRecordings {
    private static final long MOST_BYTES = 64 << 20;

    /** A file that was deleted. */
    record ReplacedFile(Recording recording, Path file, Bytes content) {}

    private final Map<Key, List<ReplacedFile>> byKey = new LinkedHashMap<>();
    private long bytes;

    synchronized void add(Key key, ReplacedFile file) {
        byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(file);
        bytes += file.content().size();
        Iterator<List<ReplacedFile>> eldest = byKey.values().iterator();
        while (bytes > MOST_BYTES && eldest.hasNext()) {
            eldest.next().forEach(forgotten -> bytes -= forgotten.content().size());
            eldest.remove();
        }
    }

    /** The file of that question for which {@code isMeant} holds; it is then no longer remembered. */
    synchronized Optional<ReplacedFile> take(Key key, Predicate<Recording> isMeant) {
        List<ReplacedFile> files = byKey.getOrDefault(key, List.of());
        for (ReplacedFile file : files) {
            if (isMeant.test(file.recording())) {
                files.remove(file);
                bytes -= file.content().size();
                if (files.isEmpty()) {
                    byKey.remove(key);
                }
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
