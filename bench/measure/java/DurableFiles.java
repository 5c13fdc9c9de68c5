import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Files of a directory that survive a loss of power, in the way of {@code durable.c}. */
final class DurableFiles {
    private final Path directory;
    private final AtomicLong changes = new AtomicLong();
    private long durableChanges;

    DurableFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve(".tmp"));
    }

    /** Returns when the file is durable under this name. */
    void write(String name, ByteBuffer content) throws IOException {
        Path temporary = directory.resolve(".tmp").resolve(name + ".tmp");
        try (FileChannel file =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                file.write(content);
            }
            file.force(true);
        }
        Files.move(
                temporary,
                directory.resolve("openai-chat-llama3.2-1b-tell-me-a-joke-" + name + ".json"),
                StandardCopyOption.ATOMIC_MOVE);
        makeDirectoryDurable(changes.incrementAndGet());
    }

    /** Threads that wait at the same time share a call. */
    private synchronized void makeDirectoryDurable(long change) throws IOException {
        if (durableChanges < change) {
            long all = changes.get();
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
            durableChanges = all;
        }
    }
}
