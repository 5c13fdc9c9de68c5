package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.NamedBodies;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the bodies that no recording names. Only recordings in the same directory can name a body. A body stays
 *
 * <ul>
 * <li>if a recording names it, also in other case, since some file systems ignore case;
 * <li>if a recording of its directory cannot be read: nobody knows which bodies are its, for people may rename recordings;
 * <li>if its name is in the text of another {@code .json} file of its directory, which may have been a recording;
 * <li>if it was written after {@link #list}: its recording may follow.
 * </ul>
 *
 * The caller lists the bodies, and then tells of each file that may be a recording.
 */
final class OrphanedBodies {
    private final StoredFiles files;
    private final NamedBodies named;
    private final Map<Path, FileVersion> bodies = new TreeMap<>();
    /** Those with bodies. */
    private final Set<Path> directories = new HashSet<>();
    /** How many recordings name a body. */
    private final Map<Path, Integer> names = new HashMap<>();
    /** Recordings in directories with bodies. */
    private final Map<Path, FileVersion> recordings = new HashMap<>();
    /** Files beside bodies that are no recordings. */
    private final Set<Path> others = new HashSet<>();
    /** Those with a recording that cannot be read. */
    private final Set<Path> unclear = new HashSet<>();

    /** What was said of directories whose bodies are not known either. */
    private final Set<String> unlisted = new HashSet<>();

    private boolean isIncomplete;

    OrphanedBodies(StoredFiles files) {
        this.files = files;
        this.named = new NamedBodies(this::open);
    }

    private InputStream open(Path file) throws IOException {
        try {
            Bytes content = files.content(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
            return new ByteArrayInputStream(content.toArray());
        } catch (StoreException unreadable) {
            throw new IOException(unreadable);
        }
    }

    /** Notes the bodies that are there. Recordings are read after that, so that those of a server that goes on are seen. */
    void list() {
        files.walkBodies(
                body -> {
                    bodies.put(body, files.version(body).orElse(FileVersion.NONE));
                    directories.add(DurableFiles.parentOf(body));
                },
                failed -> unlisted.add(String.valueOf(failed.getMessage())));
    }

    /** Tells of a recording that can be read, in the file as it was then. */
    void recording(Path file, FileVersion stamp, Set<Path> named) {
        named.forEach(body -> names.merge(inLowerCase(body), 1, Integer::sum));
        if (isBesideBodies(file)) {
            recordings.put(file, stamp);
        }
    }

    /** Tells of a recording that cannot be read. */
    void unreadable(Path file) {
        unclear.add(DurableFiles.parentOf(file));
    }

    /** Tells of a file that is no recording, or has vanished. */
    void other(Path file) {
        if (isBesideBodies(file)) {
            others.add(file);
        }
    }

    /** Tells of a directory whose files are not known. If its bodies were known, none is an orphan. */
    void unlisted(StoreException failed) {
        isIncomplete |= !unlisted.contains(String.valueOf(failed.getMessage()));
    }

    /** Tells that a recording is deleted. */
    void deleted(Set<Path> named) {
        named.forEach(body -> names.merge(inLowerCase(body), -1, Integer::sum));
    }

    /** Whether a body that a recording named may be deleted, now that the recording is. */
    boolean isFree(Path body) {
        return isNotOfRecordings(body)
                && others.stream()
                        .filter(file -> DurableFiles.parentOf(body).equals(file.getParent()))
                        .noneMatch(file -> named.mayName(file, body));
    }

    private boolean isNotOfRecordings(Path body) {
        return !isNamed(body) && !unclear.contains(DurableFiles.parentOf(body));
    }

    /** Tells that a recording has moved to another file, and deletes what it has left and nobody needs. */
    void moved(FileEntry from, Path to) throws IOException {
        deleted(from.bodies().keySet());
        for (Path body : from.bodies().keySet()) {
            boolean isLeft = !DurableFiles.parentOf(body).equals(DurableFiles.parentOf(to));
            if (isLeft && isFree(body)) {
                files.delete(body);
            }
        }
    }

    /** Whether a recording that can be read names a body. */
    boolean isNamed(Path body) {
        return names.getOrDefault(inLowerCase(body), 0) > 0;
    }

    /** Lists the bodies and reads all recordings, for callers that have not told of them. */
    void readAll() {
        list();
        files.walk(this::readAgain, this::unlisted);
    }

    /** Those that no recording names, as they were when they were listed. */
    Map<Path, FileVersion> orphans() {
        Map<Path, FileVersion> orphans = new TreeMap<>();
        if (isIncomplete) {
            return orphans;
        }
        bodies.forEach((body, stamp) -> {
            if (isNotOfRecordings(body)) {
                orphans.put(body, stamp);
            }
        });
        others.forEach(file -> removeNamed(file, orphans));
        return orphans;
    }

    private void removeNamed(Path file, Map<Path, FileVersion> orphans) {
        Set<Path> beside = new HashSet<>(orphans.keySet());
        beside.removeIf(body -> !DurableFiles.parentOf(file).equals(body.getParent()));
        beside.stream().filter(body -> named.mayName(file, body)).forEach(orphans::remove);
    }

    /** Reads again what was written in the directories of orphans since, and returns those that still are some. */
    Map<Path, FileVersion> orphansNow() {
        Map<Path, FileVersion> before = orphans();
        if (before.isEmpty()) {
            return before;
        }
        Set<Path> affected = new HashSet<>();
        before.keySet().forEach(body -> affected.add(DurableFiles.parentOf(body)));
        files.walk(
                (file, stamp) -> {
                    if (affected.contains(file.getParent()) && !stamp.equals(recordings.get(file))) {
                        readAgain(file, stamp);
                    }
                },
                this::unlisted);
        return orphans();
    }

    private void readAgain(Path file, FileVersion stamp) {
        Optional<FileEntry> entry;
        try {
            entry = files.readRecording(file, stamp);
        } catch (StoreException broken) {
            unreadable(file);
            return;
        }
        entry.ifPresentOrElse(
                read -> recording(file, read.stamp(), read.bodies().keySet()), () -> other(file));
    }

    private boolean isBesideBodies(Path file) {
        return directories.contains(file.getParent());
    }

    private static Path inLowerCase(Path body) {
        return body.resolveSibling(String.valueOf(body.getFileName()).toLowerCase(Locale.ROOT));
    }
}
