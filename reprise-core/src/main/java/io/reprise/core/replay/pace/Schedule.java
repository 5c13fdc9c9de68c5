package io.reprise.core.replay.pace;

import java.util.Arrays;

/**
 * When the head and each chunk of one answer are due, in nanoseconds after the request has arrived. All times count
 * from this moment only, so a late chunk does not delay another. Times never decrease and are never negative.
 */
public final class Schedule {
    /** Ten years, the latest due time. Its sum with any clock value does not overflow. */
    static final double LATEST = 3.2e17;

    private final long head;
    private final long[] due;
    private final boolean joinsDue;

    private Schedule(long head, long[] due, boolean joinsDue) {
        this.head = head;
        this.due = due;
        this.joinsDue = joinsDue;
    }

    static Schedule atOnce(int chunks) {
        return new Schedule(0, new long[chunks], true);
    }

    /** The same times, with each chunk in its own write. */
    Schedule eachAlone() {
        return new Schedule(head, due, false);
    }

    /**
     * @param due in nanoseconds, in the order of the chunks; a time before its predecessor's is replaced by that time
     * @param isHeadFirst whether the head is sent at once, as with streams, or with the first chunk
     */
    static Schedule of(double[] due, boolean isHeadFirst) {
        long[] nanos = new long[due.length];
        long latest = 0;
        for (int i = 0; i < due.length; i++) {
            latest = Math.max(latest, Math.round(Math.min(due[i], LATEST)));
            nanos[i] = latest;
        }
        return new Schedule(isHeadFirst || due.length == 0 ? 0 : nanos[0], nanos, true);
    }

    /** When status and headers are due; never after the first chunk. */
    public long headNanos() {
        return head;
    }

    public long dueNanos(int chunk) {
        return due[chunk];
    }

    public int chunks() {
        return due.length;
    }

    /**
     * The index after the last chunk that belongs in the next write when {@code elapsed} nanoseconds have passed and {@code from} is
     * the first that was not sent, or {@code from} if none is due.
     */
    public int dueAt(long elapsed, int from) {
        int next = from;
        while (next < due.length && due[next] <= elapsed && (joinsDue || next == from)) {
            next++;
        }
        return next;
    }

    /** A copy of all times. */
    public long[] toArray() {
        return due.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schedule that
                && head == that.head
                && joinsDue == that.joinsDue
                && Arrays.equals(due, that.due);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(due) * 31 + Long.hashCode(head);
    }

    @Override
    public String toString() {
        return "head at " + head + " ns, chunks at " + Arrays.toString(due);
    }
}
