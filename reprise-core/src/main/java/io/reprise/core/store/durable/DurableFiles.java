package io.reprise.core.store.durable;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Writes and deletes files under one directory, so that a kill at any moment leaves the old file or the new one: a
 * durable temporary file replaces the old one, and then the directory is made durable. Threads that change one
 * directory at the same time share this work. Nothing is written or deleted through a link that leads out of the
 * directory; a link in the place of a file is replaced. Thread-safe.
 */
public final class DurableFiles implements AutoCloseable {
    private final ConfinedTree tree;
    private final TemporaryFiles temporaries;
    private final ConcurrentMap<Path, GroupCommit> directories = new ConcurrentHashMap<>();
    /** Directories that were made durable in those above them. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /** What a file is to have. */
    public interface Content {
        /** Writes it to an empty file. May be called several times. */
        void writeTo(FileChannel file) throws IOException;
    }

    /** What one thread wants to change. */
    public interface Change {
        void make() throws IOException;
    }

    /** Code around each change of a directory; it must make the change. */
    public interface Surrounding {
        void make(Change change) throws IOException;
    }

    /** @param root of all files; it also has the temporary files, and need not exist */
    public DurableFiles(Path root) {
        this.tree = new ConfinedTree(root);
        this.temporaries = new TemporaryFiles(tree);
    }

    /** Returns when the file and its directories are durable. */
    public void write(Path file, Bytes content) throws IOException {
        write(file, content, Change::make);
    }

    /** As above, with each change made within {@code surrounding}. */
    public void write(Path file, Bytes content, Surrounding surrounding) throws IOException {
        write(file, content::writeTo, surrounding);
    }

    /** As above, of a content that need not be in memory. */
    public void write(Path file, Content content, Surrounding surrounding) throws IOException {
        Path directory = parentOf(file);
        List<Path> parents = parentsOfMissing(directory);
        String name = nameOf(file);
        temporaries.write(
                content,
                temporary -> commits(directory).commit(() -> {
                    try (OpenDirectory target = tree.makeDirectory(directory)) {
                        surrounding.make(() -> temporary.moveTo(target, name));
                    }
                }));
        for (Path parent : parents) {
            force(parent);
        }
        forceEntries(directory);
    }

    /** Another thread or a write that failed may have made the directory, and not yet made that durable. */
    private void forceEntries(Path directory) throws IOException {
        for (Path place = directory; place.startsWith(tree.root()) && !durable.contains(place); ) {
            Path parent = place.getParent();
            if (parent == null) {
                return;
            }
            commits(parent).commit(() -> {});
            durable.add(place);
            place = parent;
        }
    }

    /** Returns when the file is durably deleted. */
    public void delete(Path file) throws IOException {
        delete(file, Change::make);
    }

    /** As above, with the change made within {@code surrounding}. */
    public void delete(Path file, Surrounding surrounding) throws IOException {
        commits(parentOf(file))
                .commit(() -> surrounding.make(() -> {
                    try (OpenDirectory directory = tree.directory(parentOf(file))) {
                        directory.delete(nameOf(file));
                    } catch (NoSuchFileException gone) {
                        // with its directory
                    }
                }));
    }

    /** Removes the directory for temporary files. */
    @Override
    public void close() {
        temporaries.close();
    }

    /** The directory that holds {@code file}. */
    public static Path parentOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file outside of all directories");
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private GroupCommit commits(Path directory) {
        return directories.computeIfAbsent(directory, path -> new GroupCommit(() -> force(path)));
    }

    /** The parents of directories that have to be made, which must be made durable too. */
    private static List<Path> parentsOfMissing(Path directory) {
        List<Path> parents = new ArrayList<>();
        for (Path place = directory; place != null && !place.toFile().exists(); place = place.getParent()) {
            if (place.getParent() != null) {
                parents.add(place.getParent());
            }
        }
        return parents;
    }

    private static void force(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException notPossible) {
            return; // Windows opens no directories, and needs not to
        }
        try (channel) {
            channel.force(true);
        }
    }
}
