package io.reprise.server.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A part of the threads of another executor: runs so many tasks at the same time, and the others in the order in which they came. What waits is also run when that
 * executor takes nothing new any more.
 */
public final class FewAtOnce implements Executor {
    private final Executor threads;
    private final int most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    public FewAtOnce(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running == most) {
                waiting.add(task);
                return;
            }
            running++;
        }
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException stopped) {
            synchronized (this) {
                running--;
            }
            throw stopped;
        }
    }

    /** Runs the task, and those that wait by then. */
    private void run(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException unexpected) { // which must keep no other task from running
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, unexpected);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        if (waiting.isEmpty()) {
            running--;
        }
        return waiting.poll();
    }
}
