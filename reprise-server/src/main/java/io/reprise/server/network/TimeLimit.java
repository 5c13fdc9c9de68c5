package io.reprise.server.network;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long something is waited for.
 *
 * @param setting that sets it, for people
 * @param time zero for as long as it takes
 */
public record TimeLimit(String setting, Duration time) {
    public TimeLimit {
        if (time.isNegative()) {
            throw new IllegalArgumentException("'" + time + "' is no length of time");
        }
    }

    /** Whether it is waited for as long as it takes. */
    public boolean isOff() {
        return time.isZero();
    }

    public long millis() {
        return time.toMillis();
    }

    /** Whether so much time has passed since then, in nanoseconds. */
    public boolean isOver(long sinceNanos, long nowNanos) {
        return !isOff() && nowNanos - sinceNanos >= time.toNanos();
    }

    /** The shorter of two in milliseconds, of which 0 is the longest. */
    long shorter(long otherMillis) {
        return isOff() ? otherMillis : otherMillis == 0 ? millis() : Math.min(millis(), otherMillis);
    }

    /** How often to look whether one of these is over, in milliseconds; 0 if all are off. */
    public static long tickMillis(TimeLimit... limits) {
        long shortest = 0;
        for (TimeLimit limit : limits) {
            shortest = limit.shorter(shortest);
        }
        return shortest == 0 ? 0 : Math.max(LEAST_TICK_MS, Math.min(shortest / 4, MOST_TICK_MS));
    }

    private static final long LEAST_TICK_MS = 10;
    private static final long MOST_TICK_MS = TimeUnit.SECONDS.toMillis(5);

    /** As people write it: {@code 500ms}, {@code 90s}, {@code 15m}. */
    @Override
    public String toString() {
        long millis = millis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
