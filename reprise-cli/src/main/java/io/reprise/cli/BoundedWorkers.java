package io.reprise.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads for work that takes long; who brings work faster than it is done does some of it. Closing waits for all of it. */
final class BoundedWorkers implements AutoCloseable {
    private static final int WAITING = 64;

    private final AtomicReference<@Nullable RuntimeException> failed = new AtomicReference<>();

    private final ThreadPoolExecutor threads;

    BoundedWorkers(int count) {
        threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    Thread thread = new Thread(work, "reprise-worker");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    void run(Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException thrown) {
                failed.compareAndSet(null, thrown);
            }
        });
    }

    /** @throws RuntimeException what the first work threw that failed */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.DAYS)) {
                throw new IllegalStateException("the work did not end within a day");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        RuntimeException thrown = failed.get();
        if (thrown != null) {
            throw thrown;
        }
    }
}
