package io.reprise.server.outcome;

import java.util.concurrent.atomic.LongAdder;

/** Counts durations by their size. Adding allocates nothing and waits for nobody. */
public final class DurationHistogram {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] boundNanos;
    private final LongAdder[] counts;
    private final LongAdder sumNanos = new LongAdder();

    /**
     * What was counted.
     *
     * @param seconds upper bounds, ascending; the last is infinity
     * @param counts of each bound, of the durations above the bound before it
     */
    public record Counted(double[] seconds, long[] counts, double sumSeconds) {
        public long total() {
            long total = 0;
            for (long count : counts) {
                total += count;
            }
            return total;
        }
    }

    /** @param seconds upper bounds, ascending; infinity is added */
    public DurationHistogram(double... seconds) {
        boundNanos = new long[seconds.length];
        counts = new LongAdder[seconds.length + 1];
        for (int i = 0; i < seconds.length; i++) {
            boundNanos[i] = Math.round(seconds[i] * NANOS_PER_SECOND);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Negative durations count as none. */
    public void add(long nanos) {
        int place = 0;
        while (place < boundNanos.length && nanos > boundNanos[place]) {
            place++;
        }
        counts[place].increment();
        sumNanos.add(Math.max(0, nanos));
    }

    public Counted counted() {
        double[] seconds = new double[counts.length];
        long[] sums = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            seconds[i] = i < boundNanos.length ? boundNanos[i] / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
            sums[i] = counts[i].sum();
        }
        return new Counted(seconds, sums, sumNanos.sum() / NANOS_PER_SECOND);
    }
}
