package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.Question;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFiles;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The recordings of a store as files, whether they are some or not. What keeps a store in order works on these. */
public interface StoredFiles {
    RecordingPaths places();

    /** Visits every file that may be a recording. */
    void walk(BiConsumer<Path, FileVersion> visitor, Consumer<StoreException> broken);

    /** Visits the files that were written as bodies of recordings, by their names; none where a body is never without its recording. */
    void walkBodies(Consumer<Path> visitor, Consumer<StoreException> broken);

    /** Whether anything is there. */
    boolean exists(Path file);

    /** The version of a file; empty if there is none. */
    Optional<FileVersion> version(Path file);

    /**
     * The recording in a file; empty if the file has vanished.
     *
     * @throws StoreException if it cannot be read
     */
    Optional<FileEntry> read(Path file, FileVersion stamp);

    /** The recording in a file that may also be something else, without an error. */
    Optional<FileEntry> readRecording(Path file, FileVersion stamp);

    /** The recording in the file at {@code location}; empty if there is none within the store, or the file is something else. */
    Optional<FileEntry> at(String location);

    /**
     * As {@link #readRecording}, of a recording that is too large to be read as a whole: with the first and the last chunks of its answer. Empty for
     * all others.
     */
    default Optional<FileEntry> readLarge(Path file, FileVersion stamp) {
        return Optional.empty();
    }

    /** What lint has to say of the members of a file; empty if the file has vanished. */
    default Optional<RecordingFile.Members> members(FileEntry entry) {
        return content(entry.file()).map(bytes -> RecordingFile.members(bytes, entry.location()));
    }

    Optional<Bytes> content(Path file);

    BodyFiles bodiesBeside(Path recording);

    /** The files that may answer the question. */
    Map<Path, FileVersion> locate(Question question);

    /** Remembers where the recording is, if its place does not tell its key, so that it is found by its key. Returns the recording. */
    FileEntry notePlace(FileEntry entry);

    /**
     * Writes a recording. Bodies that its text names and that are beside it already need not be given.
     *
     * @throws IOException if it is not durable; the old one is still there
     */
    FileVersion write(Path file, RecordingFile.Written written) throws IOException;

    void delete(Path file) throws IOException;

    /** Whether the file of the entry could be renamed, because nothing was there. Its bodies are beside both then: another recording may need them. */
    boolean rename(FileEntry entry, Path target) throws IOException;

    /** Deletes the directory of a test, unless something is left in it. */
    void deleteDirectoryIfEmpty(Path directory) throws IOException;

    void close();
}
