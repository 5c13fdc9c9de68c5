package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The files of an export. One with several recordings is written after the last of these has come, so that a failure is remembered until
 * somebody asks: it is not about the recording that comes next.
 */
public final class ExportedFiles implements AutoCloseable {
    /** What is said of a file that nobody but its owner may replace. */
    public static final String FOREIGN = "is not a file of an earlier export; name another directory";

    private final Path target;
    private final DurableFiles files;
    private final List<Exporter.UnwrittenFile> unwritten = new ArrayList<>();
    /** The names of the files that have what this run has made. */
    private final Set<String> own = new HashSet<>();

    /** @param target a directory, which need not exist */
    public ExportedFiles(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new DurableFiles(this.target);
    }

    /**
     * The content of a file; empty if there is none.
     *
     * @param name relative to the target
     * @throws FormatException if it cannot be read
     */
    public Optional<Bytes> present(String name) {
        try {
            return Optional.of(new ConfinedTree(target).read(target.resolve(name)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unreadable(name, failed);
        }
    }

    /** As {@link #present}, only the first bytes of it. */
    public Optional<Bytes> beginning(String name, int most) {
        try {
            return Optional.of(Bytes.owning(new ConfinedTree(target).beginning(target.resolve(name), most)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unreadable(name, failed);
        }
    }

    private static FormatException unreadable(String name, IOException failed) {
        return new FormatException("cannot read '" + name + "': " + FileFailures.unreadable(failed), failed);
    }

    /**
     * Writes a file, unless it has this content already. If that fails, the old file stays. It stays as well if an earlier run has not written
     * it: it may have what no store has.
     *
     * @param changed how many recordings it has that the old file does not have
     * @param isReplaceable whether what an earlier run has left may go; is not asked about an empty file
     * @return whether the file has the content now
     */
    public boolean write(String name, Bytes content, int changed, Predicate<Bytes> isReplaceable) {
        try {
            Optional<Bytes> present = present(name);
            if (!present.equals(Optional.of(content))) {
                if (!own.contains(name)) {
                    requireReplaceable(present.orElse(Bytes.EMPTY), isReplaceable);
                }
                write(name, content);
            }
            own.add(name);
            return true;
        } catch (FormatException failed) {
            unwritten.add(new Exporter.UnwrittenFile(name, changed, String.valueOf(failed.getMessage())));
            return false;
        }
    }

    private static void requireReplaceable(Bytes present, Predicate<Bytes> isReplaceable) {
        if (!present.isEmpty() && !isReplaceable.test(present)) {
            throw new FormatException("it " + FOREIGN, null);
        }
    }

    /** @throws FormatException if it cannot be written */
    public void write(String name, Bytes content) {
        Path place = target.resolve(name);
        try {
            files.write(place, content);
        } catch (IOException failed) {
            throw new FormatException("cannot write '" + place + "': " + FileFailures.unwritable(failed), failed);
        }
    }

    /** @throws FormatException if it cannot be deleted */
    public void delete(String name) {
        try {
            files.delete(target.resolve(name));
        } catch (IOException failed) {
            throw new FormatException("cannot delete '" + name + "': " + FileFailures.unwritable(failed), failed);
        }
    }

    /** The files that could not be written. */
    public List<Exporter.UnwrittenFile> unwritten() {
        return List.copyOf(unwritten);
    }

    /** Removes what was only needed for writing. */
    @Override
    public void close() {
        files.close();
    }
}
