package io.reprise.server.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Events that a test makes up. */
final class FakeEvents implements DirectoryEvents {
    private final List<BiConsumer<FakeEvents, Receiver>> changes = new ArrayList<>();
    private final Set<Path> watched = new HashSet<>();
    private final Set<Path> unwatchable = new HashSet<>();
    final CountDownLatch closed = new CountDownLatch(1);
    private boolean isLost;
    private boolean isHeld;
    private long longestRest;
    private boolean isRestCut;

    private final class FakeWatched implements Watched {
        private final Path path;

        FakeWatched(Path path) {
            this.path = path;
        }

        @Override
        public void end() {
            synchronized (FakeEvents.this) {
                watched.remove(path);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FakeWatched fake && fake.path.equals(path);
        }

        @Override
        public int hashCode() {
            return path.hashCode();
        }
    }

    /** From now on, marks do not come until {@link #letMarksCome}. */
    synchronized void holdMarks() {
        isHeld = true;
    }

    synchronized void letMarksCome() {
        isHeld = false;
        notifyAll();
    }

    /** From now on, marks do not come in time. */
    synchronized void loseMarks() {
        isLost = true;
    }

    synchronized void refuse(Path directory) {
        unwatchable.add(directory);
    }

    synchronized void change(Path directory, String name) {
        add((self, receiver) -> receiver.changed(self.new FakeWatched(directory), Path.of(name)));
    }

    synchronized void overflow(Path directory) {
        add((self, receiver) -> receiver.overflowed(self.new FakeWatched(directory)));
    }

    synchronized void end(Path directory) {
        watched.remove(directory);
        add((self, receiver) -> receiver.ended(self.new FakeWatched(directory)));
    }

    synchronized Set<Path> watched() {
        return Set.copyOf(watched);
    }

    @Override
    public synchronized Watched watch(Path directory) throws IOException {
        if (unwatchable.contains(directory)) {
            throw new IOException("no more watches");
        }
        watched.add(directory);
        return new FakeWatched(directory);
    }

    private void add(BiConsumer<FakeEvents, Receiver> change) {
        changes.add(change);
        notifyAll();
    }

    private synchronized void rest(long nanos) throws InterruptedException {
        longestRest = Math.max(longestRest, nanos);
        notifyAll();
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException woken) {
            isRestCut = true;
            throw woken;
        }
    }

    /** Waits until changes are waited for for so long. */
    synchronized void awaitRestOf(long nanos) throws InterruptedException {
        while (longestRest < nanos) {
            wait();
        }
    }

    /** Whether a wait for changes was interrupted. */
    synchronized boolean isRestCut() {
        return isRestCut;
    }

    @Override
    public void await(long nanos, Receiver receiver) throws InterruptedException {
        synchronized (this) {
            if (changes.isEmpty()) {
                rest(nanos);
            }
        }
        handOn(receiver);
    }

    @Override
    public void mark() {
        // all changes so far are in the list
    }

    @Override
    public boolean awaitMark(long nanos, Receiver receiver) throws InterruptedException {
        synchronized (this) {
            while (isHeld) {
                wait();
            }
            if (isLost) {
                return false;
            }
        }
        handOn(receiver);
        return true;
    }

    private void handOn(Receiver receiver) {
        List<BiConsumer<FakeEvents, Receiver>> all;
        synchronized (this) {
            all = List.copyOf(changes);
            changes.clear();
        }
        all.forEach(change -> change.accept(this, receiver));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    boolean isClosedSoon() throws InterruptedException {
        return closed.await(30, TimeUnit.SECONDS);
    }
}
