package io.reprise.server;

import io.netty.channel.EventLoop;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * What one event loop has to do at which time. Holds a single timer of the loop, for the earliest; whatever else is due
 * when it goes off is done in the same go.
 */
final class Timetable {
    /** Something that happens at times of its own choice. */
    interface Traveller {
        /** Called when {@link #dueNanos} has come; may add itself again. */
        void go(long nowNanos);

        /** By {@link System#nanoTime}; must not change while it is in the timetable. */
        long dueNanos();
    }

    private final EventLoop loop;
    private final PriorityQueue<Traveller> waiting =
            new PriorityQueue<>((one, other) -> Long.compare(one.dueNanos() - other.dueNanos(), 0));
    private long armedFor = Long.MAX_VALUE;
    private boolean isArmed;

    Timetable(EventLoop loop) {
        this.loop = loop;
    }

    /** To be called on the event loop. */
    void add(Traveller traveller) {
        waiting.add(traveller);
        arm();
    }

    private void arm() {
        Traveller first = waiting.peek();
        if (first == null || isArmed && armedFor - first.dueNanos() <= 0) {
            return;
        }
        isArmed = true;
        armedFor = first.dueNanos();
        long due = armedFor;
        loop.schedule(() -> run(due), Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void run(long due) {
        if (isArmed && armedFor == due) {
            isArmed = false;
        }
        long now = System.nanoTime();
        for (Traveller next = waiting.peek(); next != null && next.dueNanos() - now <= 0; next = waiting.peek()) {
            waiting.remove();
            next.go(now);
        }
        arm();
    }
}
