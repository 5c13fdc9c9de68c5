package io.reprise.server.watch;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A directory, with a number that is another one after each change in it. The number may be read by all; all else is guarded by {@link WatchedDirectories}. */
final class WatchedDirectory {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Changes that are no further apart are one: a program that writes a file causes several. */
    private static final long ONE_CHANGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(32);

    private final Path path;
    private volatile long number;
    private DirectoryEvents.@Nullable Watched watched;
    private long usedAt;
    private long windowStart;
    private int changes;
    private long countedAt;
    private long pausedUntil;
    private long pause = SHORTEST_PAUSE_NANOS;
    private long startedAt;

    WatchedDirectory(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    /** To be called by one thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time
    void raise() {
        number++;
    }

    void start(DirectoryEvents.Watched begun, long now) {
        watched = begun;
        startedAt = now;
        windowStart = now;
        changes = 0;
    }

    DirectoryEvents.@Nullable Watched watched() {
        return watched;
    }

    void use(long now) {
        usedAt = now;
    }

    long usedAt() {
        return usedAt;
    }

    /** Whether it is not worth watching: it changes too often. */
    boolean isRestless(long now, int most) {
        if (changes > 0 && now - countedAt < ONE_CHANGE_NANOS) {
            return false;
        }
        countedAt = now;
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            changes = 0;
        }
        return ++changes > most;
    }

    boolean isPaused(long now) {
        return watched == null && pausedUntil - now > 0;
    }

    /** Is not watched from now on, for longer each time. */
    void pause(long now) {
        boolean wasQuiet = now - startedAt > LONGEST_PAUSE_NANOS;
        pause = wasQuiet ? SHORTEST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, pause);
        pausedUntil = now + pause;
        pause *= 2;
        stop();
    }

    /** Is not watched from now on. */
    void stop() {
        watched = null;
        raise();
    }
}
