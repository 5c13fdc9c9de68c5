package io.reprise.server.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Files for answers that are too large for the memory. What is in them was not searched for credentials, so nobody else can read it: it is
 * encrypted with a key that only this object has, and a file has no name any more when the first byte is written.
 */
public final class SpillFiles {
    private static final int KEY_BYTES = 32;

    private final Path parent;
    private final AtomicLong made = new AtomicLong();
    private final Gauge bytes = new Gauge();
    private final Gauge files = new Gauge();
    private @Nullable SecretKey key;

    /** @param parent the directory in which files are made; it must be there when the first one is */
    public SpillFiles(Path parent) {
        this.parent = parent;
    }

    /**
     * An empty file.
     *
     * @throws IOException if none can be made
     */
    public SpillFile create() throws IOException {
        Path directory = Files.createTempDirectory(parent, "reprise-"); // only its owner may look into it
        try {
            Path path = directory.resolve("spill");
            FileChannel channel = FileChannel.open(
                    path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
            try {
                Files.delete(path);
            } catch (IOException failed) {
                channel.close();
                throw failed;
            }
            files.add(1);
            return new SpillFile(channel, key(), made.getAndIncrement(), this);
        } finally {
            Files.delete(directory);
        }
    }

    private synchronized SecretKey key() {
        if (key == null) {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            key = new SecretKeySpec(random, "AES");
        }
        return key;
    }

    /** Where the files are made. */
    public Path parent() {
        return parent;
    }

    void written(long more) {
        bytes.add(more);
    }

    void closed(long its) {
        bytes.add(-its);
        files.add(-1);
    }

    /** What is in the files now. */
    public long bytes() {
        return bytes.now();
    }

    /** The most that {@link #bytes} ever was. */
    public long peak() {
        return bytes.peak();
    }

    /** How many files there are now. */
    public long files() {
        return files.now();
    }
}
