package io.reprise.server.lookup;

import io.reprise.server.watch.Sight;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A look-up, and for how long its result is trusted without a look at the store. */
final class Remembered {
    /** Without a watch. Shorter than a person or a test can edit a file. */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** With a watch, which is not told of everything. So long that a server from which 10,000 questions are asked in turn has little to do with it. */
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** What cannot be watched is not tried again before. */
    private static final long UNWATCHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FoundRecordings found;
    private volatile long checkedAt;
    private volatile @Nullable Sight sight;
    private volatile long triedAt;

    /** The look at the store that is under way, for all who ask meanwhile. */
    private @Nullable CompletableFuture<FoundRecordings> check;

    /** @param checkedAt by {@link System#nanoTime} */
    Remembered(FoundRecordings found, long checkedAt) {
        this.found = found;
        this.checkedAt = checkedAt;
        this.triedAt = checkedAt - UNWATCHED_NANOS;
    }

    FoundRecordings found() {
        return found;
    }

    boolean isTrusted(long now) {
        long age = now - checkedAt;
        Sight known = sight;
        return age < TRUSTED_NANOS || known != null && age < WATCHED_NANOS && known.isTrusted(now);
    }

    /** Done when it is known whether something has changed; null if only a look at the store tells. */
    @Nullable CompletableFuture<Boolean> mark(long now) {
        Sight known = sight;
        return known != null && now - checkedAt < WATCHED_NANOS && known.isUnchanged() ? known.mark(now) : null;
    }

    /** Whether a watch has told of no change since the last look at the store. */
    boolean isUnchanged() {
        Sight known = sight;
        return known != null && known.isUnchanged();
    }

    boolean mayBeWatched(long now) {
        return now - triedAt >= UNWATCHED_NANOS;
    }

    void noteUnwatched(long now) {
        triedAt = now;
    }

    /** The state before the last look at the store, if that is watched. */
    @Nullable Sight sight() {
        return sight;
    }

    /** @param before the state before the look at the store */
    void noteChecked(long now, @Nullable Sight before) {
        sight = before;
        checkedAt = now;
    }

    synchronized CompletableFuture<FoundRecordings> check(Supplier<CompletableFuture<FoundRecordings>> start) {
        if (check == null || check.isDone()) {
            check = start.get();
        }
        return check;
    }
}
