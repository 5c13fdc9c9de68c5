package io.reprise.core.store.directory;

import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recording as it was read from its file.
 *
 * @param answer the response of the recording
 * @param bodies files beside it that have its large bodies
 */
public record FileEntry(
        String location,
        Recording recording,
        Question question,
        ReadResponse answer,
        Path file,
        FileVersion stamp,
        Map<Path, FileVersion> bodies)
        implements Store.Entry {
    public boolean hasKey(Key key) {
        return question.key().equals(key);
    }

    @Override
    public ParsedResponse response() {
        return answer.parsed();
    }

    @Override
    public Optional<LargeAnswer> large() {
        return answer.large();
    }

    @Override
    public List<String> bodyLocations() {
        String directory = location.substring(0, location.lastIndexOf('/') + 1);
        return bodies.keySet().stream()
                .map(body -> directory + body.getFileName())
                .sorted()
                .toList();
    }

    @Override
    public void release() {
        question.release();
        answer.release();
    }

    @Override
    public Optional<Instant> writtenAt() {
        return stamp.size() < 0
                ? Optional.empty()
                : Optional.of(stamp.modified().toInstant());
    }

    /** When it was last written or renamed, as far as the system tells. */
    public Optional<Instant> thereSince() {
        FileTime changed = stamp.changed();
        if (changed == null || changed.compareTo(stamp.modified()) <= 0) {
            return writtenAt();
        }
        Instant time = changed.toInstant();
        return writtenAt().map(written -> time);
    }

    /** The same with other bodies. */
    FileEntry with(Map<Path, FileVersion> others) {
        return new FileEntry(location, recording, question, answer, file, stamp, others);
    }

    /** The occurrence that the name of a file speaks of. */
    public static int occurrenceOfName(Path file) {
        return RecordingPaths.nameOf(file).map(FileName::occurrence).orElse(1);
    }
}
