package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files that are there as a whole, and stay there, or are not touched. */
final class DurableFile {
    private DurableFile() {}

    /** Writes beside the file, makes that durable, and puts it in the file's place; a kill leaves the old or the new. */
    static void write(Path file, Bytes content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("'" + file + "' is no file");
        }
        List<Path> parents = newDirectories(directory);
        Files.createDirectories(directory);
        Path temporary = directory.resolve(".reprise-" + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = content.buffer();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        force(directory);
        for (Path parent : parents) {
            force(parent);
        }
    }

    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            force(directory);
        }
    }

    /** The parents of directories that have to be made, which must be made durable too. */
    private static List<Path> newDirectories(Path directory) {
        List<Path> parents = new ArrayList<>();
        for (Path place = directory; place != null && !Files.exists(place); place = place.getParent()) {
            if (place.getParent() != null) {
                parents.add(place.getParent());
            }
        }
        return parents;
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notPossible) {
            if (System.getProperty("os.name", "").startsWith("Windows")) {
                return;
            }
            throw notPossible;
        }
    }
}
