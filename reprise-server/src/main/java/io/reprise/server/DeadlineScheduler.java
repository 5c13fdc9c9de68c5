package io.reprise.server;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop has to do at which time. Holds a single timer of the loop, for the earliest; whatever else is due
 * when it goes off is done in the same go, what is most overdue first.
 */
final class DeadlineScheduler {
    /**
     * After so long the loop reads what came from clients before it goes on with what is due: a request that waits until
     * thousands of streams have been served would make its whole answer late.
     */
    private static final long GO_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Something that happens at times of its own choice. */
    interface TimedTask {
        /** Called when {@link #dueNanos} has come; may add itself again. */
        void go(long nowNanos);

        /** By {@link System#nanoTime}; asked for once when it is added. */
        long dueNanos();
    }

    private final EventLoop loop;
    private final DeadlineQueue waiting = new DeadlineQueue();
    private @Nullable Future<?> timer;
    private long timerNanos;
    private boolean isGoing;

    DeadlineScheduler(EventLoop loop) {
        this.loop = loop;
    }

    /** To be called on the event loop. */
    void add(TimedTask traveller) {
        waiting.add(traveller, traveller.dueNanos());
        arm();
    }

    private void arm() {
        if (isGoing || waiting.isEmpty()) {
            return;
        }
        long first = waiting.firstDueNanos();
        if (timer != null) {
            if (timerNanos - first <= 0) {
                return;
            }
            timer.cancel(false);
        }
        timerNanos = first;
        timer = loop.schedule(this::go, Math.max(0, first - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void go() {
        timer = null;
        isGoing = true;
        long start = System.nanoTime();
        try {
            for (long now = start; isDue(now) && now - start < GO_NANOS; now = System.nanoTime()) {
                waiting.remove().go(now);
            }
        } finally {
            isGoing = false;
            arm();
        }
    }

    private boolean isDue(long now) {
        return !waiting.isEmpty() && waiting.firstDueNanos() - now <= 0;
    }
}
