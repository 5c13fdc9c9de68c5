package io.reprise.junit;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.durable.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two builds on one checkout from recording the same test at the same time: the second one waits, and then replays what the first has recorded. Each test has a
 * byte of one file, which is locked while the test runs. The operating system gives it back when a process is killed.
 */
final class TestLocks implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final Path recordings;
    private @Nullable FileChannel channel;

    /** @param recordings the directory */
    TestLocks(Path recordings) {
        this.recordings = recordings;
    }

    /** Waits until no other process runs the test, but not for ever; empty if there can be no lock. */
    Optional<FileLock> lock(String test) {
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            FileChannel file = file();
            while (true) {
                FileLock lock = file.tryLock(Integer.toUnsignedLong(test.hashCode()), 1, false);
                if (lock != null) {
                    return Optional.of(lock);
                }
                if (System.nanoTime() > until) {
                    return Optional.empty();
                }
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
        } catch (IOException | OverlappingFileLockException unusual) {
            // the file system knows no locks, or this process has the lock already
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** In the directory for what is not to be committed. */
    private synchronized FileChannel file() throws IOException {
        if (channel == null) {
            Path directory = recordings.resolve(".reprise");
            Files.createDirectories(recordings);
            try (DurableFiles files = new DurableFiles(recordings)) {
                Path ignore = directory.resolve(".gitignore");
                if (!Files.exists(ignore)) {
                    files.write(ignore, Bytes.utf8("*\n"));
                }
            }
            channel = FileChannel.open(
                    directory.resolve("tests.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
        }
        return channel;
    }

    static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException closed) {
            // then it is released
        }
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException lost) {
                // the locks go with the process
            }
        }
    }
}
