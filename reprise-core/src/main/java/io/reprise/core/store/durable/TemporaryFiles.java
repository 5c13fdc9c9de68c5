package io.reprise.core.store.durable;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are being written, in one hidden directory of the store. Their writer holds a lock on them, so that
 * leftovers of a killed program can be recognized.
 */
final class TemporaryFiles {
    static final String DIRECTORY = ".tmp";
    private static final int ATTEMPTS = 3;

    /** The JDK copies what is written at once, and keeps the memory for it. */
    private static final int SLICE = 1 << 20;

    /** Moves a complete and durable file to its place. */
    interface Move {
        void of(Path temporary) throws IOException;
    }

    private final Path directory;
    private final AtomicLong names = new AtomicLong();
    private boolean isCleaned;

    TemporaryFiles(Path store) {
        this.directory = store.resolve(DIRECTORY);
    }

    /** Writes a file, makes it durable and moves it; deletes it if any of that fails. */
    void write(Bytes content, Move move) throws IOException {
        cleanOnce();
        for (int attempt = 1; ; attempt++) {
            Path file = directory.resolve(ProcessHandle.current().pid() + "-" + names.incrementAndGet() + ".tmp");
            try {
                write(file, content, move);
                return;
            } catch (FileAlreadyExistsException taken) {
                // left by a process with the same id: the next number may be free
                attempt--;
            } catch (NoSuchFileException cleaned) {
                // there is no directory yet, or another process took it or the file for a leftover before the lock was
                // held
                if (attempt == ATTEMPTS) {
                    throw cleaned;
                }
                Files.createDirectories(directory);
            }
        }
    }

    private static void write(Path file, Bytes content, Move move) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                lock(channel);
                ByteBuffer all = content.buffer();
                while (all.hasRemaining()) {
                    int size = Math.min(SLICE, all.remaining());
                    all.position(all.position() + channel.write(all.slice(all.position(), size)));
                }
                channel.force(true);
                move.of(file);
            } catch (IOException | RuntimeException failed) {
                Files.deleteIfExists(file);
                throw failed;
            }
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.tmp")) {
            for (Path file : files) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (lock(channel) && Files.deleteIfExists(file)) {
                        deleted++;
                    }
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException harmless) {
            // no such directory, or not ours to clean: leftovers are never read
        }
        return deleted;
    }

    /** Removes the directory if nothing is in it. */
    void close() {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException inUse) {
            // by another process, or full of leftovers
        }
    }
}
