package io.reprise.server.replay;

import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.DurationHistogram;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks of one event loop when they are due. Holds a single timer of the loop, for the earliest; whatever else is due when it goes
 * off is done in the same go, what is most overdue first.
 */
public final class DeadlineScheduler {
    /**
     * After so long the loop reads what came from clients before it goes on with what is due: a request that waits until thousands of
     * streams have been served would make its whole answer late.
     */
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * Where several tasks become due within such a time, the loop wakes up once for them, at its end. To wake up takes as long as to send a chunk.
     */
    private static final long JOINED_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** After so many tasks the clock is read again, if they are all overdue. */
    private static final int TASKS_PER_TIME = 8;

    private final EventLoop loop;
    private final DurationHistogram lateness;
    private final DeadlineQueue waiting = new DeadlineQueue();
    private EventLoop.@Nullable Timer timer;
    private long timerNanos;
    private boolean isRunning;

    /** @param lateness by how much later than due tasks are run */
    public DeadlineScheduler(EventLoop loop, DurationHistogram lateness) {
        this.loop = loop;
        this.lateness = lateness;
    }

    /** To be called on the event loop. */
    public void add(TimedTask task) {
        waiting.add(task, task.dueNanos());
        arm();
    }

    private void arm() {
        if (isRunning || waiting.isEmpty()) {
            return;
        }
        long first = waiting.firstDueNanos();
        if (timer != null) {
            if (timerNanos - first <= JOINED_NANOS) {
                return;
            }
            timer.cancel();
        }
        timerNanos = waiting.isSecondDue(first + JOINED_NANOS) ? first + JOINED_NANOS : first;
        timer = loop.at(timerNanos, this::runDue);
    }

    private void runDue() {
        timer = null;
        isRunning = true;
        long start = System.nanoTime();
        try {
            long now = start;
            for (int count = 1; isDue(now) && now - start < RUN_NANOS; count++) {
                lateness.add(now - waiting.firstDueNanos());
                run(waiting.remove(), now);
                if (count % TASKS_PER_TIME == 0 || !isDue(now)) {
                    now = System.nanoTime();
                }
            }
        } finally {
            isRunning = false;
            arm();
        }
    }

    private static void run(TimedTask task, long now) {
        try {
            task.run(now);
        } catch (Throwable thrown) {
            task.failed(thrown);
        }
    }

    private boolean isDue(long now) {
        return !waiting.isEmpty() && waiting.firstDueNanos() - now <= 0;
    }
}
