package io.reprise.core.store.directory;

import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A recording as it was read from its file.
 *
 * @param bodies files beside it that have its large bodies
 */
record FileEntry(
        String location,
        Recording recording,
        Question question,
        Path file,
        FileVersion stamp,
        Map<Path, FileVersion> bodies)
        implements Store.Entry {
    @Override
    public Optional<Instant> recordedAt() {
        return stamp.size() < 0
                ? Optional.empty()
                : Optional.of(stamp.modified().toInstant());
    }

    /** The occurrence that the name of a file speaks of. */
    static int occurrenceOfName(Path file) {
        return RecordingPaths.nameOf(file).map(FileName::occurrence).orElse(1);
    }
}
