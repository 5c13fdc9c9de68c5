package io.reprise.server;

import io.reprise.server.network.FewAtOnce;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one server that do what takes long: files, and bodies that are large. */
final class Workers implements Executor, AutoCloseable {
    /** So many answers are kept at the same time; most of them wait for a disk. */
    static final int KEEPING = 16;

    /** So many are always left for what clients wait for before their first byte, such as the look for a recording. */
    private static final int OTHERS = 4;

    private static final int THREADS = KEEPING + OTHERS;

    private static final long IDLE_S = 30;
    private static final long CLOSE_S = 5;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "reprise-worker-" + made.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    private final Executor keepers = new FewAtOnce(threads, KEEPING);

    Workers() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Those of the threads that may keep answers. */
    Executor keepers() {
        return keepers;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Lets what has begun come to its end, for 5 s at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSE_S, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
