package io.reprise.core.store.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are being written, in one hidden directory of the store. Their writer holds a lock on them, so that
 * leftovers of a killed program can be recognized.
 */
final class TemporaryFiles {
    static final String DIRECTORY = ".tmp";
    private static final String END = ".tmp";
    private static final int ATTEMPTS = 3;

    /** Moves a complete and durable file to its place. */
    interface Move {
        void of(Temporary temporary) throws IOException;
    }

    /** A file that has been written. */
    record Temporary(OpenDirectory directory, String name) {
        /** It replaces what has that name there. */
        void moveTo(OpenDirectory target, String other) throws IOException {
            directory.move(name, target, other);
        }
    }

    private final ConfinedTree tree;
    private final Path path;
    private final AtomicLong names = new AtomicLong();
    private boolean isCleaned;

    TemporaryFiles(ConfinedTree store) {
        this.tree = store;
        this.path = store.root().resolve(DIRECTORY);
    }

    /** Writes a file, makes it durable and moves it; deletes it if any of that fails. */
    void write(DurableFiles.Content content, Move move) throws IOException {
        cleanOnce();
        for (int attempt = 1; ; attempt++) {
            try (OpenDirectory directory = open()) {
                write(directory, content, move);
                return;
            } catch (NoSuchFileException cleaned) {
                // there is no directory yet, or another process took it or the file for a leftover before the lock was
                // held
                if (attempt == ATTEMPTS) {
                    throw cleaned;
                }
                tree.makeDirectory(path).close();
            }
        }
    }

    /** The directory itself: what a link leads to has other files, which must not be touched. */
    private OpenDirectory open() throws IOException {
        try (OpenDirectory store = OpenDirectory.of(tree.root())) {
            return open(store);
        }
    }

    private OpenDirectory open(OpenDirectory store) throws IOException {
        try {
            return store.directory(DIRECTORY);
        } catch (ConfinedTree.LinkException link) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "'" + DIRECTORY + "' in it is a link, which is not followed; delete the link");
        } catch (NotDirectoryException other) {
            throw new FileSystemException(
                    path.toString(), null, "'" + DIRECTORY + "' in it is not a directory; delete or rename it");
        }
    }

    private void write(OpenDirectory directory, DurableFiles.Content content, Move move) throws IOException {
        while (true) {
            String name = ProcessHandle.current().pid() + "-" + names.incrementAndGet() + END;
            FileChannel channel;
            try {
                channel = directory.create(name);
            } catch (FileAlreadyExistsException taken) {
                continue; // left by a process with the same id: the next number may be free
            }
            write(channel, content, new Temporary(directory, name), move);
            return;
        }
    }

    private static void write(FileChannel channel, DurableFiles.Content content, Temporary file, Move move)
            throws IOException {
        try {
            lock(channel);
            content.writeTo(channel);
            channel.force(true);
            move.of(file);
        } catch (IOException | RuntimeException failed) {
            delete(file, failed);
            throw failed;
        } finally {
            close(channel);
        }
    }

    private static void delete(Temporary file, Exception failed) {
        try {
            file.directory().delete(file.name());
        } catch (IOException left) {
            failed.addSuppressed(left); // the next program cleans it away
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException late) {
            // what was to be durable is so already
        }
    }

    /** Whether no other program has locked the file. In file systems without locks, every file seems to be locked. */
    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException | OverlappingFileLockException held) {
            return false;
        }
    }

    private synchronized void cleanOnce() {
        if (!isCleaned) {
            isCleaned = true;
            clean();
        }
    }

    /** Deletes files that no running process writes; returns their number. */
    int clean() {
        int deleted = 0;
        try (OpenDirectory directory = open()) {
            for (String name : directory.names()) {
                if (name.endsWith(END) && directory.attributes(name).isRegularFile()) {
                    deleted += clean(directory, name);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException harmless) {
            // no such directory, or not ours to clean: leftovers are never read
        }
        return deleted;
    }

    private static int clean(OpenDirectory directory, String name) throws IOException {
        try (FileChannel channel = directory.change(name)) {
            return lock(channel) && directory.delete(name) ? 1 : 0;
        }
    }

    /** Removes the directory if nothing is in it. */
    void close() {
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException inUse) {
            // by another process, or full of leftovers
        }
    }
}
