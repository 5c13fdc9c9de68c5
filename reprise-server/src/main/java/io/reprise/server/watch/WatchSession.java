package io.reprise.server.watch;

import io.reprise.core.store.VersionDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches directories until that fails or is closed. A thread makes marks when they are wanted; what has not changed by then is trusted for a
 * millisecond from the beginning of the mark on. Thread-safe.
 */
final class WatchSession {
    /** Shorter than a person or a test can edit a file. */
    static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** From this age of the latest mark on, another one is made, so that nobody has to wait for it. */
    private static final long EARLY_NANOS = TRUSTED_NANOS / 2;
    /** Who asks so rarely looks at files sooner than a mark comes. */
    private static final long RARE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LONGEST_MARK_MILLIS = 100;
    private static final long STOP_MILLIS = 2_000;

    private final DirectoryEvents events;
    private final WatchedDirectories directories;
    private final Thread thread = new Thread(this::run, "reprise-watch");
    private volatile boolean isWanted;
    private volatile boolean isEnded;
    /** When the latest mark began that has come. */
    private volatile long began = System.nanoTime() - RARE_NANOS;

    private @Nullable Mark running;
    private @Nullable Mark next;

    /** A mark that is under way, or will be. */
    private static final class Mark {
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private long begin;
        private boolean isAwaited;

        /** Whether it has come; false after the time in which it should have. */
        CompletableFuture<Boolean> await() {
            if (!isAwaited) {
                isAwaited = true;
                done.completeOnTimeout(false, 2 * LONGEST_MARK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return done;
        }
    }

    WatchSession(VersionDirectories store, DirectoryEvents events, WatchLimits limits) {
        this.events = events;
        this.directories = new WatchedDirectories(store, events, limits);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The state of these directories; null if they cannot be watched. Blocks. */
    @Nullable Sight sight(Set<Path> paths) {
        return isEnded ? null : directories.sight(paths, this, System.nanoTime());
    }

    /** Whether all changes are known that were made until a millisecond before {@code now}. Cheap. */
    boolean isFresh(long now) {
        long age = now - began;
        if (age > EARLY_NANOS) {
            want();
        }
        return age < TRUSTED_NANOS;
    }

    private void want() {
        if (!isWanted) {
            isWanted = true;
            LockSupport.unpark(thread);
        }
    }

    /** Whether a mark has come that began less than a millisecond before {@code now}, or later; null if it is not worth waiting for. */
    @Nullable CompletableFuture<Boolean> mark(long now) {
        if (now - began > RARE_NANOS) {
            want();
            return null;
        }
        Mark mark;
        synchronized (this) {
            if (isEnded) {
                return null;
            }
            if (running == null || now - running.begin >= TRUSTED_NANOS) {
                next = next == null ? new Mark() : next;
                mark = next;
            } else {
                mark = running;
            }
        }
        want();
        return mark.await();
    }

    boolean isEnded() {
        return isEnded;
    }

    private void run() {
        try {
            boolean hasCome = true;
            while (!isEnded && hasCome) {
                if (isWanted) {
                    isWanted = false;
                    hasCome = make(begin());
                } else {
                    LockSupport.park(this);
                }
            }
        } catch (IOException | RuntimeException failed) {
            // files are looked at again, as without a watch
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private synchronized Mark begin() {
        Mark mark = next == null ? new Mark() : next;
        next = null;
        running = mark;
        mark.begin = System.nanoTime();
        return mark;
    }

    private boolean make(Mark mark) throws IOException, InterruptedException {
        directories.begin(mark.begin);
        events.mark();
        if (!events.awaitMark(TimeUnit.MILLISECONDS.toNanos(LONGEST_MARK_MILLIS), directories)) {
            return false;
        }
        directories.lookAround();
        began = mark.begin;
        synchronized (this) {
            running = null;
        }
        mark.done.complete(true);
        return true;
    }

    private void end() {
        Mark one;
        Mark other;
        synchronized (this) {
            isEnded = true;
            one = running;
            other = next;
        }
        directories.forgetAll();
        if (one != null) {
            one.done.complete(false);
        }
        if (other != null) {
            other.done.complete(false);
        }
        events.close();
    }

    /** Ends the thread, and waits for that. */
    void close() {
        isEnded = true;
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
