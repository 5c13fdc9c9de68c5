import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * How many durable files per second bare threads of Java write, in the way of {@code durable.c}.
 *
 * <p>{@code java Durable.java DIRECTORY BYTES THREADS SECONDS} prints files per second.
 */
public final class Durable {
    private final Path directory;
    private final byte[] content;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private long durableChanges;
    private volatile boolean isOver;

    private Durable(Path directory, int size) {
        this.directory = directory;
        this.content = new byte[size];
        Arrays.fill(content, (byte) 'x');
    }

    private Void run(int thread) throws IOException {
        for (int i = 0; !isOver; i++) {
            Path temporary = directory.resolve(".tmp").resolve(thread + "-" + i + ".tmp");
            try (FileChannel file =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(content));
                file.force(true);
            }
            String name = "openai-chat-llama3.2-1b-tell-me-a-joke-%06d%06d.json".formatted(thread, i);
            Files.move(temporary, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            makeDirectoryDurable(changes.incrementAndGet());
            written.incrementAndGet();
        }
        return null;
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

    public static void main(String[] arguments) throws Exception {
        Durable durable = new Durable(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        int threads = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Files.createDirectories(durable.directory.resolve(".tmp"));
        ExecutorService running = Executors.newFixedThreadPool(threads);
        List<Future<Void>> ends = IntStream.range(0, threads)
                .mapToObj(thread -> running.submit(() -> durable.run(thread)))
                .toList();
        TimeUnit.SECONDS.sleep(1); // until the code is compiled
        long before = durable.written.get();
        TimeUnit.SECONDS.sleep(seconds);
        long after = durable.written.get();
        durable.isOver = true;
        for (Future<Void> end : ends) {
            end.get(); // fails if a thread has failed
        }
        running.shutdown();
        System.out.println((after - before) / seconds);
    }
}
