package io.reprise.server.watch;

import io.reprise.core.store.Store;
import io.reprise.core.store.VersionDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Watches the directories of a store, from when its files are looked at often, and as long as the system tells of changes in them. Thread-safe. */
public final class DirectoryWatch implements AutoCloseable {
    private static final int LOOKS = 64;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Optional<VersionDirectories> store;
    private final DirectoryEvents.Source source;
    private final WatchLimits limits;
    private final LongSupplier clock;
    private volatile @Nullable WatchSession session;
    private long windowStart;
    private int looks;
    private long pausedUntil;
    private boolean isClosed;

    public DirectoryWatch(Store store) {
        this(store.versionDirectories(), SystemEvents::open, WatchLimits.DEFAULT, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    DirectoryWatch(
            Optional<VersionDirectories> store, DirectoryEvents.Source source, WatchLimits limits, LongSupplier clock) {
        this.store = store;
        this.source = source;
        this.limits = limits;
        this.clock = clock;
        this.windowStart = clock.getAsLong();
        this.pausedUntil = windowStart;
    }

    /** Whether directories are watched. */
    public boolean isOn() {
        WatchSession present = session;
        return present != null && !present.isEnded();
    }

    /**
     * To be called before a look at the versions, as the state that it returns is the one before. Counts the looks. Blocks.
     *
     * @param earlier of the same versions; null if there is none
     * @return null if changes of these versions are not noticed, so that they have to be looked at again
     */
    public @Nullable Sight sight(Collection<Store.Version> versions, @Nullable Sight earlier) {
        WatchSession present = store.isEmpty() ? null : opened(store.get());
        if (present == null) {
            return null;
        }
        Set<Path> paths = earlier == null ? paths(store.get(), versions) : earlier.paths();
        Sight sight = paths.isEmpty() ? null : present.sight(paths);
        // now that they are watched: a link may have taken the place of a directory before
        return sight != null && paths.equals(paths(store.get(), versions)) ? sight : null;
    }

    /** Empty if a change may show elsewhere. */
    private static Set<Path> paths(VersionDirectories store, Collection<Store.Version> versions) {
        Set<Path> all = new HashSet<>();
        for (Store.Version version : versions) {
            Optional<Set<Path>> directories = store.of(version);
            if (directories.isEmpty()) {
                return Set.of();
            }
            all.addAll(directories.get());
        }
        return all;
    }

    private @Nullable WatchSession opened(VersionDirectories known) {
        return isOn() ? session : openedIfWorthwhile(known);
    }

    private synchronized @Nullable WatchSession openedIfWorthwhile(VersionDirectories known) {
        if (isOn()) {
            return session;
        }
        long now = clock.getAsLong();
        if (session != null) {
            session = null;
            pausedUntil = now + PAUSE_NANOS;
        }
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            looks = 0;
        }
        if (++looks <= LOOKS || now - pausedUntil < 0 || isClosed) {
            return null;
        }
        return open(known, now);
    }

    private @Nullable WatchSession open(VersionDirectories known, long now) {
        try {
            WatchSession opened = new WatchSession(known, source.open(known.root()), limits);
            opened.start();
            session = opened;
            return opened;
        } catch (IOException
                | RuntimeException unwatchable) { // the limit of the system is reached, or it has no watches
            pausedUntil = now + PAUSE_NANOS;
            return null;
        }
    }

    @Override
    public void close() {
        WatchSession present;
        synchronized (this) {
            isClosed = true;
            present = session;
        }
        if (present != null) {
            present.close();
        }
    }
}
