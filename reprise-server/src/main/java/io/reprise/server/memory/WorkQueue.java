package io.reprise.server.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work that needs much memory for a short time: as much at the same time as fits, the rest in the order in which it came. Who holds memory of
 * this queue must not wait for more of it.
 */
public final class WorkQueue {
    /** Work that needs less is not counted: there are not many threads that do it. */
    public static final long SMALL = 1 << 20;

    private final long limit;
    private final Gauge total;
    private final Gauge used = new Gauge();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(long bytes, CompletableFuture<Turn> turn) {}

    /** Memory that work has got. Given back once, on any thread. */
    public final class Turn implements AutoCloseable {
        private final long bytes;
        private final AtomicBoolean isOver = new AtomicBoolean();

        private Turn(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void close() {
            if (!isOver.getAndSet(true)) {
                giveBack(bytes);
            }
        }
    }

    WorkQueue(long limit, Gauge total) {
        this.limit = limit;
        this.total = total;
    }

    /** Whether the turn of such work would ever come. */
    public boolean canFit(long bytes) {
        return bytes <= limit;
    }

    /**
     * Completes when the memory is there: at once, or on a thread that gives memory back, which must not be kept waiting.
     *
     * @param bytes that {@link #canFit}
     */
    public CompletableFuture<Turn> await(long bytes) {
        if (bytes < SMALL) {
            return CompletableFuture.completedFuture(new Turn(0));
        }
        CompletableFuture<Turn> turn = new CompletableFuture<>();
        synchronized (this) {
            if (!waiting.isEmpty() || used.now() + bytes > limit) {
                waiting.add(new Waiting(bytes, turn));
                return turn;
            }
            take(bytes);
        }
        turn.complete(new Turn(bytes));
        return turn;
    }

    private void take(long bytes) {
        used.add(bytes);
        total.add(bytes);
    }

    private void giveBack(long bytes) {
        List<Waiting> next = new ArrayList<>();
        synchronized (this) {
            take(-bytes);
            while (!waiting.isEmpty() && used.now() + waiting.element().bytes() <= limit) {
                Waiting first = waiting.remove();
                take(first.bytes());
                next.add(first);
            }
        }
        next.forEach(each -> each.turn().complete(new Turn(each.bytes())));
    }

    public long limit() {
        return limit;
    }

    public long used() {
        return used.now();
    }

    /** The most that {@link #used} ever was. */
    public long peak() {
        return used.peak();
    }

    /** How much work waits. */
    public synchronized int waiting() {
        return waiting.size();
    }
}
