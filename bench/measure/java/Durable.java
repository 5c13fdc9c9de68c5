import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
 * <p>{@code java -cp CLASSES Durable DIRECTORY BYTES THREADS SECONDS} prints files per second.
 */
public final class Durable {
    private final DurableFiles files;
    private final byte[] content;
    private final AtomicLong written = new AtomicLong();
    private volatile boolean isOver;

    private Durable(Path directory, int size) throws IOException {
        this.files = new DurableFiles(directory);
        this.content = new byte[size];
        Arrays.fill(content, (byte) 'x');
    }

    private Void run(int thread) throws IOException {
        for (int i = 0; !isOver; i++) {
            files.write("%06d%06d".formatted(thread, i), ByteBuffer.wrap(content));
            written.incrementAndGet();
        }
        return null;
    }

    public static void main(String[] arguments) throws Exception {
        Durable durable = new Durable(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        int threads = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
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
