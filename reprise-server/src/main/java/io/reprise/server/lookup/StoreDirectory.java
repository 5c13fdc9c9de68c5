package io.reprise.server.lookup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The directory of a store, as a disk sees it. All methods block. */
public final class StoreDirectory {
    /** To add up the sizes of 100,000 files takes a second. */
    private static final long FRESH_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Optional<Path> directory;
    private OptionalLong bytes = OptionalLong.empty();
    private long readAt;

    /** @param directory empty where the store is none */
    public StoreDirectory(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Whether there is one at all. */
    public boolean isKnown() {
        return directory.isPresent();
    }

    /** Why nothing can be kept there; empty if it can. Nothing is written to find out: who waits for a server asks again and again. */
    public Optional<String> unwritable() {
        return directory.flatMap(StoreDirectory::unwritable);
    }

    private static Optional<String> unwritable(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent(); // what is missing is made with the first recording
        }
        if (!Files.isDirectory(there)) {
            return Optional.of(
                    "'" + there + "' is not a directory, so no recording can be kept; move it, or name another"
                            + " directory with --recordings");
        }
        if (!Files.isWritable(there)) {
            return Optional.of(
                    "'" + there + "' cannot be written, so no recording can be kept; give this user permission to"
                            + " write there, or name another directory with --recordings");
        }
        try {
            return Files.getFileStore(there).getUsableSpace() > 0
                    ? Optional.empty()
                    : Optional.of(
                            "the disk of '" + there + "' is full, so no recording can be kept; free some space there");
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** The sizes of all its files, in bytes; at most a minute old. Empty where there is no directory, or it cannot be read. */
    public synchronized OptionalLong bytes() {
        if (bytes.isEmpty() || System.nanoTime() - readAt > FRESH_NANOS) {
            bytes = directory.map(StoreDirectory::sum).orElse(OptionalLong.empty());
            readAt = System.nanoTime();
        }
        return bytes;
    }

    private static OptionalLong sum(Path directory) {
        if (!Files.exists(directory)) {
            return OptionalLong.of(0);
        }
        long[] sum = {0};
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return OptionalLong.of(sum[0]);
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }
}
