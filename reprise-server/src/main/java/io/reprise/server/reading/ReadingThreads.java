package io.reprise.server.reading;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for all processors but that of the calling thread, which is expected to do what they have not begun. */
public final class ReadingThreads implements Executor, AutoCloseable {
    private final int count;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor threads;

    public ReadingThreads() {
        this(Runtime.getRuntime().availableProcessors() - 1);
    }

    /** @param count with 0, nothing is begun */
    public ReadingThreads(int count) {
        this.count = count;
        this.threads =
                new ThreadPoolExecutor(Math.max(1, count), Math.max(1, count), 1, TimeUnit.SECONDS, queue, work -> {
                    Thread thread = new Thread(work, "reprise-reading");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void execute(Runnable work) {
        if (count > 0) {
            threads.execute(work);
        }
    }

    /** Waits for what has begun, and leaves out the rest. */
    @Override
    public void close() {
        queue.clear();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.DAYS)) {
                throw new IllegalStateException("the work did not end within a day");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
