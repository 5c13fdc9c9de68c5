package io.reprise.server.watch;

import io.reprise.core.store.VersionDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches directories until that fails or is closed. A thread takes changes as they come. While somebody asks, it makes marks as well: what has not
 * changed by then is trusted for fifty milliseconds from the beginning of the mark on, however late the thread is. Thread-safe.
 */
final class WatchSession {
    /** For which a change may stay unnoticed at most; usually, it is noticed when it comes. */
    static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** From this age of the latest mark on, another one is made, if somebody has asked since; so nobody has to wait for it. */
    private static final long EARLY_NANOS = TRUSTED_NANOS / 2;
    /** How long the thread waits for changes while nobody asks; then it sees whether somebody does. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_MARK_MILLIS = 100;
    private static final long STOP_MILLIS = 2_000;

    private final DirectoryEvents events;
    private final WatchedDirectories directories;
    private final Thread thread = new Thread(this::run, "reprise-watch");
    private volatile boolean isWanted;
    /** While nobody has asked for some time. */
    private volatile boolean isResting;

    private volatile boolean isEnded;
    /** When the latest mark began that has come. */
    private volatile long began = System.nanoTime() - TRUSTED_NANOS;

    private volatile @Nullable Mark running;

    /** A mark that is under way. */
    private static final class Mark {
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        final long begin = System.nanoTime();
        private boolean isAwaited;

        /** Whether it has come; false after the time in which it should have. */
        synchronized CompletableFuture<Boolean> await() {
            if (!isAwaited) {
                isAwaited = true;
                done.completeOnTimeout(false, 2 * LONGEST_MARK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return done;
        }
    }

    WatchSession(VersionDirectories store, DirectoryEvents events, WatchLimits limits) {
        this.events = events;
        this.directories = new WatchedDirectories(store, events, limits, System::nanoTime);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** The state of these directories; null if they cannot be watched. Blocks. */
    @Nullable Sight sight(Set<Path> paths) {
        return isEnded ? null : directories.sight(paths, this);
    }

    /** Whether all changes are known that were made until fifty milliseconds before {@code now}. Cheap. */
    boolean isFresh(long now) {
        long age = now - began;
        if (age > EARLY_NANOS) {
            want();
        }
        return age < TRUSTED_NANOS;
    }

    /** The thread sees it soon. It is woken up only when it rests, and by the second who asks: one alone looks at the files. */
    private void want() {
        if (!isWanted) {
            isWanted = true;
        } else if (isResting) {
            isResting = false;
            thread.interrupt();
        }
    }

    /**
     * Whether a mark has come that began less than fifty milliseconds before {@code now}, or later; null if none is under way that is worth waiting
     * for.
     */
    @Nullable CompletableFuture<Boolean> mark(long now) {
        want();
        Mark mark = running;
        return mark == null || now - mark.begin >= TRUSTED_NANOS ? null : mark.await();
    }

    boolean isEnded() {
        return isEnded;
    }

    private void run() {
        try {
            long rest = EARLY_NANOS;
            boolean hasCome = true;
            while (!isEnded && hasCome) {
                rest(rest);
                if (isWanted) {
                    isWanted = false;
                    hasCome = mark();
                    rest = EARLY_NANOS;
                } else {
                    rest = Math.min(LONGEST_REST_NANOS, 2 * rest);
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

    /** Takes changes as they come, for so long, or until several have asked. */
    private void rest(long nanos) throws IOException, InterruptedException {
        long end = System.nanoTime() + nanos;
        isResting = nanos > EARLY_NANOS;
        try {
            for (long left = nanos; !isEnded && left > 0; left = end - System.nanoTime()) {
                events.await(left, directories);
            }
        } catch (InterruptedException woken) {
            rethrowIfEnded(woken);
        } finally {
            isResting = false;
        }
    }

    private void rethrowIfEnded(InterruptedException woken) throws InterruptedException {
        if (isEnded) {
            throw woken;
        }
    }

    /** Whether the mark has come. */
    private boolean mark() throws IOException, InterruptedException {
        Mark mark = new Mark();
        running = mark;
        boolean hasCome = false;
        try {
            events.mark();
            hasCome = hasMarkCome();
            if (hasCome) {
                directories.lookAround();
                began = mark.begin;
            }
            return hasCome;
        } finally {
            running = null;
            mark.done.complete(hasCome);
        }
    }

    private boolean hasMarkCome() throws InterruptedException {
        while (true) {
            try {
                return events.awaitMark(TimeUnit.MILLISECONDS.toNanos(LONGEST_MARK_MILLIS), directories);
            } catch (InterruptedException woken) { // when it rested no more
                rethrowIfEnded(woken);
            }
        }
    }

    private void end() {
        isEnded = true;
        directories.forgetAll();
        events.close();
    }

    /** Ends the thread, and waits for that. */
    void close() {
        isEnded = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
