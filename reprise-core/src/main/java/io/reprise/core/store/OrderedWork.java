package io.reprise.core.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Work for several threads, whose ends are done by the calling thread in the order in which the work was added. Only a little of it waits at a
 * time. For use by one thread, which takes part.
 */
public final class OrderedWork {
    private static final int MOST_WAITING = 64;

    private final Executor executor;
    private final Deque<FutureTask<Runnable>> waiting = new ArrayDeque<>();

    /** @param executor may do the work, or leave it to the calling thread */
    public OrderedWork(Executor executor) {
        this.executor = executor;
    }

    /**
     * Adds work, and ends what has been done.
     *
     * @param work returns what the calling thread shall do when everything before has ended
     * @throws RuntimeException what earlier work threw
     */
    public void add(Callable<Runnable> work) {
        FutureTask<Runnable> task = new FutureTask<>(work);
        waiting.add(task);
        executor.execute(task);
        while (!waiting.isEmpty()
                && (waiting.size() > MOST_WAITING || waiting.element().isDone())) {
            endFirst();
        }
    }

    /**
     * Ends all.
     *
     * @throws RuntimeException what the work threw
     */
    public void finish() {
        while (!waiting.isEmpty()) {
            endFirst();
        }
    }

    private void endFirst() {
        FutureTask<Runnable> first = waiting.remove();
        first.run(); // unless another thread has begun it
        try {
            first.get().run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("the reading was interrupted", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
