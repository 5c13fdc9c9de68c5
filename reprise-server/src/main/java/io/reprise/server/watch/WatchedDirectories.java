package io.reprise.server.watch;

import io.reprise.core.store.VersionDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The directories of a store that are watched. One is watched only if all above it are, up to that of the store. Thread-safe. */
final class WatchedDirectories implements DirectoryEvents.Receiver {
    /** One that was used by then has not to make room for others. */
    private static final long IN_USE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final VersionDirectories store;
    private final DirectoryEvents events;
    private final WatchLimits limits;
    private final LongSupplier clock;
    /** The least recently used first. */
    private final Map<Path, WatchedDirectory> byPath = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<DirectoryEvents.Watched, WatchedDirectory> byWatched = new HashMap<>();
    /** The directory that is watched as the root, whatever its path leads to by now. */
    private @Nullable Object rootKey;

    private long learned;

    /** @param clock in nanoseconds */
    WatchedDirectories(VersionDirectories store, DirectoryEvents events, WatchLimits limits, LongSupplier clock) {
        this.store = store;
        this.events = events;
        this.limits = limits;
        this.clock = clock;
        this.learned = store.learned();
    }

    /** The present state of the directories, which are watched from now on; null if one of them cannot be watched now. */
    synchronized @Nullable Sight sight(Set<Path> paths, WatchSession session) {
        long now = clock.getAsLong();
        WatchedDirectory[] all = new WatchedDirectory[paths.size()];
        int count = 0;
        for (Path path : paths) {
            WatchedDirectory directory = watched(path, now);
            if (directory == null) {
                return null;
            }
            all[count++] = directory;
        }
        for (WatchedDirectory directory : all) {
            if (directory.watched() == null) {
                return null; // another one of them has turned out to be the same directory
            }
        }
        return new Sight(session, all);
    }

    private @Nullable WatchedDirectory watched(Path path, long now) {
        boolean isRoot = path.equals(store.root());
        Path above = path.getParent();
        if (!isRoot && (above == null || !path.startsWith(store.root()) || watched(above, now) == null)) {
            return null;
        }
        WatchedDirectory known = byPath.get(path);
        if (known == null) {
            if (!hasRoom(now)) {
                return null;
            }
            known = new WatchedDirectory(path);
            byPath.put(path, known);
        }
        if (known.watched() == null && !known.isPaused(now)) {
            start(known, isRoot, now);
        }
        known.use(now);
        return known.watched() == null ? null : known;
    }

    private boolean hasRoom(long now) {
        if (byPath.size() < limits.directories()) {
            return true;
        }
        WatchedDirectory eldest = byPath.values().iterator().next();
        if (now - eldest.usedAt() < IN_USE_NANOS) {
            return false;
        }
        forgetWithInner(eldest);
        return true;
    }

    private void start(WatchedDirectory directory, boolean isRoot, long now) {
        try {
            if (isRoot) {
                rootKey = key(directory.path());
            }
            DirectoryEvents.Watched begun = events.watch(directory.path());
            WatchedDirectory other = byWatched.put(begun, directory);
            if (other != null) { // the same directory by another path, which may be an old one
                other.stop();
            }
            directory.start(begun, now);
        } catch (IOException | UnsupportedOperationException unwatchable) {
            directory.pause(now);
        }
    }

    private static @Nullable Object key(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    }

    @Override
    public synchronized void changed(DirectoryEvents.Watched watched, Path name) {
        WatchedDirectory directory = byWatched.get(watched);
        if (directory != null) {
            note(directory);
            WatchedDirectory inner = byPath.get(directory.path().resolve(name));
            if (inner != null) {
                forgetWithInner(inner);
            }
        }
    }

    @Override
    public synchronized void overflowed(DirectoryEvents.Watched watched) {
        WatchedDirectory directory = byWatched.get(watched);
        if (directory != null) {
            note(directory);
            inner(directory).forEach(this::forget);
        }
    }

    @Override
    public synchronized void ended(DirectoryEvents.Watched watched) {
        WatchedDirectory directory = byWatched.get(watched);
        if (directory != null) {
            forgetWithInner(directory);
        }
    }

    private void note(WatchedDirectory directory) {
        directory.raise();
        long now = clock.getAsLong();
        if (directory.isRestless(now, limits.changes())) {
            inner(directory).forEach(this::forget);
            end(directory);
            directory.pause(now);
        }
    }

    /** Notes what shows in no event: another directory in the place of the root, and what the store has learned. */
    synchronized void lookAround() {
        WatchedDirectory root = byPath.get(store.root());
        if (root != null && root.watched() != null && !isSameRoot()) {
            forgetWithInner(root);
        }
        long number = store.learned();
        if (number != learned) {
            learned = number;
            byPath.values().forEach(WatchedDirectory::raise);
        }
    }

    private boolean isSameRoot() {
        try {
            return Objects.equals(key(store.root()), rootKey);
        } catch (IOException gone) {
            return false;
        }
    }

    private void forgetWithInner(WatchedDirectory directory) {
        inner(directory).forEach(this::forget);
        forget(directory);
    }

    private List<WatchedDirectory> inner(WatchedDirectory directory) {
        List<WatchedDirectory> inner = new ArrayList<>();
        for (WatchedDirectory each : byPath.values()) {
            if (each != directory && each.path().startsWith(directory.path())) {
                inner.add(each);
            }
        }
        return inner;
    }

    private void forget(WatchedDirectory directory) {
        end(directory);
        directory.stop();
        byPath.remove(directory.path(), directory);
    }

    private void end(WatchedDirectory directory) {
        DirectoryEvents.Watched watched = directory.watched();
        if (watched != null && byWatched.remove(watched, directory)) {
            watched.end();
        }
    }

    /** Nothing is unchanged any more. */
    synchronized void forgetAll() {
        List.copyOf(byPath.values()).forEach(WatchedDirectory::stop);
        byPath.clear();
        byWatched.clear();
    }

    synchronized int count() {
        return byWatched.size();
    }
}
