package io.reprise.server.run;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.durable.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two servers on one directory from recording the same test at the same time, such as those of two builds on one checkout: the second one waits, and then replays
 * what the first has recorded. Each test has a byte of one file, which is locked while the test runs. The operating system gives it back when a process is killed. Safe
 * for use by several threads; its methods block while they read and write files.
 */
public final class TestLocks implements AutoCloseable {
    private final Optional<Path> recordings;
    private final Map<TestId, FileLock> held = new HashMap<>();
    private @Nullable FileChannel channel;

    /** @param recordings the directory; without one, every test is alone */
    public TestLocks(Optional<Path> recordings) {
        this.recordings = recordings;
    }

    /** Whether no other server runs the test from now on until it is released here, or none can know. */
    public synchronized boolean tryLock(TestId test) {
        if (recordings.isEmpty() || held.containsKey(test)) {
            return true;
        }
        try {
            FileLock lock = file(recordings.get()).tryLock(place(test), 1, false);
            if (lock != null) {
                held.put(test, lock);
            }
            return lock != null;
        } catch (OverlappingFileLockException otherServerOfThisProcess) {
            return false;
        } catch (IOException unusual) {
            return true; // the directory cannot be written, or its file system knows no locks
        }
    }

    /** The test has ended here; nothing happens if it was not locked. */
    public synchronized void release(TestId test) {
        FileLock lock = held.remove(test);
        if (lock != null) {
            try {
                lock.release();
            } catch (IOException closed) {
                // then it is released
            }
        }
    }

    /** Where the byte of a test is. No two tests share one. */
    private static long place(TestId test) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(test.name().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 2;
        } catch (NoSuchAlgorithmException neverThrown) {
            throw new IllegalStateException(neverThrown);
        }
    }

    /** In the directory for what is not to be committed. */
    private FileChannel file(Path root) throws IOException {
        if (channel == null) {
            Path directory = root.resolve(".reprise");
            Files.createDirectories(root);
            try (DurableFiles files = new DurableFiles(root)) {
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

    @Override
    public synchronized void close() {
        held.clear();
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException lost) {
                // the locks go with the process
            }
            channel = null;
        }
    }
}
