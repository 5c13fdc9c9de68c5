package io.reprise.server.socket;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The conversations of all event loops that have not come to their end. */
public final class RunningConversations {
    /** One of them. */
    interface Running {
        /** Ends as soon as nothing is due any more. May be called on any thread, and more than once. */
        void stop();
    }

    private final Set<Running> all = new LinkedHashSet<>();
    private boolean isStopping;

    void begin(Running conversation) {
        boolean isLate;
        synchronized (this) {
            all.add(conversation);
            isLate = isStopping;
        }
        if (isLate) {
            conversation.stop();
        }
    }

    synchronized void end(Running conversation) {
        all.remove(conversation);
        notifyAll();
    }

    /** How many there are. */
    public synchronized int count() {
        return all.size();
    }

    /**
     * Has all of them end, and waits until they have.
     *
     * @param millis the longest time to wait
     */
    public void stop(long millis) {
        List<Running> running;
        synchronized (this) {
            isStopping = true;
            running = List.copyOf(all);
        }
        running.forEach(Running::stop);
        await(millis);
    }

    private synchronized void await(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; !all.isEmpty() && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
