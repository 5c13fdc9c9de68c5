package io.reprise.server.replay;

import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order of their times. A heap of which each node has four children, with the times beside each other:
 * with thousands of streams, finding the next must not fetch thousands of objects from memory.
 */
final class DeadlineQueue {
    private static final int CHILDREN = 4;

    private long[] due = new long[64];
    private @Nullable TimedTask[] tasks = new TimedTask[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest time, by {@link System#nanoTime}. Not to be asked of an empty queue. */
    long firstDueNanos() {
        return due[0];
    }

    /** Whether there is a second task, and its time has come at the given one. */
    boolean isSecondDue(long nanos) {
        int second = earliestChild(0);
        return second >= 0 && due[second] - nanos <= 0;
    }

    void add(TimedTask task, long dueNanos) {
        if (size == due.length) {
            due = Arrays.copyOf(due, 2 * size);
            tasks = Arrays.copyOf(tasks, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && dueNanos - due[(hole - 1) / CHILDREN] < 0) {
            int parent = (hole - 1) / CHILDREN;
            move(parent, hole);
            hole = parent;
        }
        put(hole, dueNanos, task);
    }

    /** @throws NoSuchElementException if the queue is empty */
    TimedTask remove() {
        TimedTask first = tasks[0];
        if (first == null) {
            throw new NoSuchElementException();
        }
        TimedTask last = tasks[--size];
        long lastDue = due[size];
        tasks[size] = null;
        int hole = 0;
        for (int child = earliestChild(0); child >= 0 && due[child] - lastDue < 0; child = earliestChild(hole)) {
            move(child, hole);
            hole = child;
        }
        if (size > 0) {
            put(hole, lastDue, last);
        }
        return first;
    }

    private int earliestChild(int parent) {
        int from = parent * CHILDREN + 1;
        if (from >= size) {
            return -1;
        }
        int earliest = from;
        for (int child = from + 1; child < Math.min(from + CHILDREN, size); child++) {
            if (due[child] - due[earliest] < 0) {
                earliest = child;
            }
        }
        return earliest;
    }

    private void move(int from, int to) {
        put(to, due[from], tasks[from]);
    }

    private void put(int place, long dueNanos, @Nullable TimedTask task) {
        due[place] = dueNanos;
        tasks[place] = task;
    }
}
