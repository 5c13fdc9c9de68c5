package io.reprise.server.network;

import io.reprise.server.memory.MemoryBudget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One of the server's event loops. Runs short tasks one after the other, hands what takes long to a worker, and owns the timers that
 * are set on it.
 */
public final class EventLoop {
    private final Vertx vertx;
    private final Context context;
    private final Threads threads;
    private final MemoryBudget memory;
    private final Consumer<OutOfMemoryError> onOutOfMemory;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Set<OwnedTimer> timers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private boolean isStopped;

    /**
     * The threads that do what takes long.
     *
     * @param keepers those of the workers that may keep answers, so that not all of them wait for a disk
     */
    public record Threads(Executor workers, Executor keepers) {}

    /**
     * @param context of the event loop that this is called on
     * @param memory for what arrives
     * @param onOutOfMemory called, on any thread, when the memory of the process has run out
     */
    public EventLoop(
            Vertx vertx,
            Context context,
            Threads threads,
            MemoryBudget memory,
            Consumer<OutOfMemoryError> onOutOfMemory) {
        this.vertx = vertx;
        this.context = context;
        this.threads = threads;
        this.memory = memory;
        this.onOutOfMemory = onOutOfMemory;
    }

    /** The memory that the whole server shares. */
    public MemoryBudget memory() {
        return memory;
    }

    /** Something that happens later, unless it is cancelled. */
    public interface Timer {
        /** No longer does it, if it has not happened yet. */
        void cancel();
    }

    public boolean isCurrent() {
        return netty().inEventLoop();
    }

    /** Runs the task on this loop, later. May be called on any thread. */
    public void execute(Runnable task) {
        context.runOnContext(ready -> task.run());
    }

    /**
     * Does on a worker what takes long, then goes on here with its result. May be called on any thread.
     *
     * @param failed is called here with what the work has thrown
     */
    public <T> void onWorker(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        on(threads.workers(), work, then, failed);
    }

    /** As {@link #onWorker}, for what keeps an answer. */
    public <T> void onKeeper(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        on(threads.keepers(), work, then, failed);
    }

    private <T> void on(Executor executor, Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        unfinished.incrementAndGet();
        try {
            executor.execute(() -> work(work, then, failed));
        } catch (RejectedExecutionException stopped) {
            unfinished.decrementAndGet();
            failed.accept(stopped);
        }
    }

    /** Does on a worker what takes long; the result is there on this loop. */
    public <T> CompletableFuture<T> supply(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        onWorker(work, result::complete, result::completeExceptionally);
        return result;
    }

    private <T> void work(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        T result;
        try {
            result = work.call();
        } catch (Throwable thrown) {
            reportIfOutOfMemory(thrown);
            goOn(() -> failed.accept(thrown));
            return;
        }
        goOn(() -> then.accept(result));
    }

    private void goOn(Runnable task) {
        execute(() -> {
            unfinished.decrementAndGet();
            task.run();
        });
    }

    /** To be called on this loop. */
    public Timer after(long millis, Runnable task) {
        return own(timer -> {
            long id = vertx.setTimer(Math.max(1, millis), due -> timer.goOff(task));
            return () -> vertx.cancelTimer(id);
        });
    }

    /** Runs the task here at a time by {@link System#nanoTime}. To be called on this loop. */
    public Timer at(long nanos, Runnable task) {
        return own(timer -> {
            Future<?> scheduled = netty().schedule(
                            () -> timer.goOff(task), Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        });
    }

    /** @param start begins to wait, and returns how that is ended */
    private Timer own(Function<OwnedTimer, Runnable> start) {
        OwnedTimer timer = new OwnedTimer();
        if (!isStopped) {
            timers.add(timer);
            timer.stop = start.apply(timer);
        }
        return timer;
    }

    private final class OwnedTimer implements Timer {
        private Runnable stop = () -> {};

        void goOff(Runnable task) {
            timers.remove(this);
            task.run();
        }

        @Override
        public void cancel() {
            if (timers.remove(this)) {
                stop.run();
            }
        }
    }

    /** Cancels all timers, and sets none from now on. To be called on this loop, when nothing is to happen any more. */
    public void stopTimers() {
        isStopped = true;
        List.copyOf(timers).forEach(OwnedTimer::cancel);
    }

    /** Tells whoever stops the process, if the memory has run out. */
    public void reportIfOutOfMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError outOfMemory) {
                onOutOfMemory.accept(outOfMemory);
                return;
            }
        }
    }

    /** A request has arrived; {@link #requestEnded} is to be called once, when it is known what became of it. */
    public void requestBegan() {
        requests.incrementAndGet();
    }

    public void requestEnded() {
        requests.decrementAndGet();
    }

    /** How many pieces of work have been handed to workers, and have not come to their end. */
    public int work() {
        return unfinished.get();
    }

    /** How many timers of {@link #after} and {@link #at} have not gone off. */
    public int timers() {
        return timers.size();
    }

    /** How many requests are under way. */
    public int requests() {
        return requests.get();
    }

    private io.netty.channel.EventLoop netty() {
        return VertxInternals.eventLoop(context);
    }
}
