package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.BrokenFacts;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.reading.ReadingProgress;
import io.reprise.server.reading.SharedReading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * What is known of each recording of a store, for lists. It is read when somebody asks for the first time, with all processors, and afterwards only
 * what has changed. What does not fit into its share of the memory is read again for each list.
 */
public final class Catalogue implements AutoCloseable {
    /** Changes by others are looked for at most so often, and less often where that takes long. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What has been looked at holds so many times as long as the look took. */
    private static final int FRESH_FOR_EACH = 5;

    /** A list of a store that is still read comes after so long, with what there is. */
    static final long LONGEST_WAIT_MS = 2_000;

    /** The part of the memory of the process that it may take: of 256 MB, this is enough for some 70,000 recordings. */
    private static final long SHARE = 4;

    /** Files that have changed, to be read. */
    private record Changed(String location, Object stamp) {}

    /** What there is for a location, and by what it is known whether that has changed. */
    private record Known(Object stamp, Object itemOrError) {}

    private static final Object UNKNOWN_STAMP = new Object();

    private final StoreScan scan;
    private final Store store;
    private final PriceTable prices;
    private final long mostBytes;
    private final ConcurrentMap<String, Known> known = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final Store.Watch watch;
    private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
    private long readAt;
    private long freshNanos = FRESH_NANOS;
    private volatile boolean wasRead;
    /** How many recordings there are; -1 until they have been counted. */
    private volatile long found = -1;

    private volatile boolean isComplete;
    private volatile boolean isOverfull;
    private volatile boolean isClosed;

    /** @param scan reads the same store; it is told what is read here */
    public Catalogue(StoreScan scan, PriceTable prices) {
        this.scan = scan;
        this.store = scan.store();
        this.prices = prices;
        this.mostBytes = Runtime.getRuntime().maxMemory() / SHARE;
        this.watch = store.watch(this::note);
    }

    /** On the thread that makes the change, which waits. */
    private void note(StoreChange change) {
        changed.add(change.location());
    }

    /** A recording was deleted in a way of which the store does not tell. */
    void deleted(String location) {
        changed.add(location);
    }

    /** Whether lists of the store have it, be it broken or not. */
    boolean lists(String location) {
        boolean isAll = refresh(LONGEST_WAIT_MS) && !isOverfull;
        AtomicBoolean isListed = new AtomicBoolean(known.containsKey(location));
        if (!isAll && !isListed.get()) {
            store.forEachStamp((each, stamp) -> {
                if (each.equals(location)) {
                    isListed.set(true);
                }
            });
        }
        return isListed.get();
    }

    Store store() {
        return store;
    }

    /** Whether it does not fit into its share of the memory. */
    boolean isOverfull() {
        return isOverfull;
    }

    /** How far the reading is. */
    ReadingProgress progress() {
        long all = found;
        boolean isOver = isComplete;
        return new ReadingProgress(
                isOver ? all : known.size(), all < 0 ? OptionalLong.empty() : OptionalLong.of(all), isOver);
    }

    /** Begins to read, without waiting for it. */
    public void start() {
        reading();
    }

    /**
     * Calls the visitors with all that is known, after having read what has changed; as far as that is done in 2 s.
     *
     * @return whether that was all
     */
    ReadingProgress visit(Consumer<Item> visitor, Consumer<BrokenItem> broken) {
        return visit(visitor, broken, LONGEST_WAIT_MS);
    }

    /** @param waitMs what has changed is read so long */
    ReadingProgress visit(Consumer<Item> visitor, Consumer<BrokenItem> broken, long waitMs) {
        boolean isAll = refresh(waitMs);
        if (isOverfull && isComplete) {
            readAgain((item, entry) -> true, visitor, broken);
            return progress();
        }
        known.forEach((location, each) -> {
            if (each.itemOrError() instanceof Item item) {
                visitor.accept(item);
            } else {
                broken.accept(new BrokenItem(location, (String) each.itemOrError()));
            }
        });
        return isAll ? progress() : progress().unfinished();
    }

    /** Calls the visitor with all recordings of a test. What is not known yet is read from the store, however long that takes. */
    void visitOf(TestId test, Consumer<Item> visitor) {
        Set<String> visited = new HashSet<>();
        boolean isAll = refresh(LONGEST_WAIT_MS) && !isOverfull;
        if (isAll) {
            for (Known each : known.values()) {
                if (each.itemOrError() instanceof Item item && item.test().equals(test)) {
                    visited.add(item.location());
                    visitor.accept(item);
                }
            }
        }
        boolean isFoundAtOnce = store.documents().isPresent(); // other stores would read all recordings for it
        if (!isAll || isFoundAtOnce) {
            store.forEachOf(
                    Set.of(test),
                    location -> !visited.contains(location),
                    entry -> understood(entry).ifPresent(visitor),
                    broken -> {});
        }
    }

    /** Empty if it cannot be listed; lists of all say so. */
    private Optional<Item> understood(Store.Entry entry) {
        return known(entry, UNKNOWN_STAMP).itemOrError() instanceof Item item ? Optional.of(item) : Optional.empty();
    }

    /** What is known of a recording; what nobody has foreseen is said about its file alone. */
    private Known known(Store.Entry entry, Object stamp) {
        try {
            return new Known(stamp, Item.of(entry, prices));
        } catch (RuntimeException unforeseen) {
            return broken(stamp, StoreException.unforeseen(entry.location(), unforeseen));
        }
    }

    private static Known broken(Object stamp, StoreException reason) {
        return new Known(stamp, String.valueOf(reason.getMessage()));
    }

    /** A file that cannot be read, and why. */
    record BrokenItem(String location, String error) {
        BrokenFacts facts() {
            return new BrokenFacts(location, error);
        }
    }

    /** Whether all recordings are read for each list, because they do not fit into the memory. Reads first what has changed. */
    boolean isReadAgain() {
        refresh(LONGEST_WAIT_MS);
        return isOverfull && isComplete;
    }

    /**
     * Reads all recordings.
     *
     * @param isWanted is called from several threads at the same time, while a recording is in memory
     */
    void readAgain(BiPredicate<Item, Store.Entry> isWanted, Consumer<Item> visitor, Consumer<BrokenItem> broken) {
        new SharedReading(store)
                .inOrder(
                        entry -> {
                            if (isClosed) {
                                throw new StoreException("the server stops", null);
                            }
                            scan.take(entry);
                            Item item = Item.of(entry, prices);
                            boolean isVisited = isWanted.test(item, entry);
                            entry.release();
                            return isVisited ? Optional.of(item) : Optional.empty();
                        },
                        visitor,
                        reason -> broken.accept(new BrokenItem("", String.valueOf(reason.getMessage()))));
    }

    private synchronized boolean wasReadLately() {
        return wasRead && System.nanoTime() - readAt < freshNanos;
    }

    private synchronized CompletableFuture<Void> reading() {
        boolean isFresh = changed.isEmpty() && wasReadLately();
        if (reading.isDone() && !isFresh && !isClosed) {
            CompletableFuture<Void> mine = new CompletableFuture<>();
            reading = mine;
            if (!wasRead) {
                scan.waitFor(mine);
            }
            Thread thread = new Thread(() -> read(mine), "reprise-catalogue");
            thread.setDaemon(true);
            thread.start();
        }
        return reading;
    }

    /** Whether all that has changed was read in time; where it was not, a list says that it is not complete. */
    private boolean refresh(long waitMs) {
        try {
            reading().get(waitMs, TimeUnit.MILLISECONDS);
            return isComplete;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException stillRead) {
            return false;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof StoreException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        }
    }

    private void read(CompletableFuture<Void> done) {
        try {
            Set<String> noted = Set.copyOf(changed);
            changed.removeAll(noted);
            if (wasReadLately() && !isOverfull) {
                new SharedWork(this::mustStop).each(List.copyOf(noted), location -> readOne(location, UNKNOWN_STAMP));
                found = isOverfull ? found : known.size();
            } else {
                readAll(noted);
            }
            done.complete(null);
        } catch (RuntimeException | Error failed) {
            done.completeExceptionally(failed);
        }
    }

    /** @param noted what this program has changed */
    private void readAll(Set<String> noted) {
        long start = System.nanoTime();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        List<Changed> toRead = new ArrayList<>();
        boolean hasStamps = store.forEachStamp((location, stamp) -> {
            seen.add(location);
            Known before = known.get(location);
            if (noted.contains(location) || before == null || !before.stamp().equals(stamp)) {
                toRead.add(new Changed(location, stamp));
            }
        });
        long looked = System.nanoTime() - start;
        if (hasStamps) {
            found = seen.size();
            new SharedWork(this::mustStop).each(toRead, changed -> readOne(changed.location(), changed.stamp()));
        } else {
            readWithoutStamps(seen, noted);
        }
        if (!isClosed) {
            known.keySet().forEach(location -> {
                if (!seen.contains(location)) {
                    forget(location);
                }
            });
            found = seen.size();
            finished(looked);
        }
    }

    private synchronized void finished(long lookedNanos) {
        freshNanos = Math.max(FRESH_NANOS, FRESH_FOR_EACH * lookedNanos);
        isComplete = true;
        wasRead = true;
        readAt = System.nanoTime();
    }

    private boolean mustStop() {
        return isClosed || isOverfull;
    }

    private void readOne(String location, Object stamp) {
        if (mustStop()) {
            return;
        }
        try {
            store.at(location)
                    .ifPresentOrElse(
                            entry -> {
                                scan.take(entry);
                                put(location, known(entry, stamp));
                            },
                            () -> forget(location));
        } catch (StoreException broken) {
            put(location, broken(stamp, broken));
        } catch (RuntimeException unforeseen) {
            put(location, broken(stamp, StoreException.unforeseen(location, unforeseen)));
        }
    }

    /** Only this program changes such a store, as far as is known. */
    private void readWithoutStamps(Set<String> seen, Set<String> noted) {
        if (!wasRead) {
            store.forEach(
                    entry -> {
                        if (isClosed) {
                            throw new StoreException("the server stops", null);
                        }
                        scan.take(entry);
                        put(entry.location(), known(entry, UNKNOWN_STAMP));
                    },
                    reason -> put("?" + known.size(), broken(UNKNOWN_STAMP, reason)));
        } else {
            noted.forEach(location -> readOne(location, UNKNOWN_STAMP));
        }
        seen.addAll(known.keySet());
    }

    private void put(String location, Known fresh) {
        forget(location);
        if (bytes.get() > mostBytes) {
            isOverfull = true;
            return;
        }
        known.put(location, fresh);
        bytes.addAndGet(weight(fresh));
    }

    private void forget(String location) {
        Known before = known.remove(location);
        if (before != null) {
            bytes.addAndGet(-weight(before));
        }
    }

    private static long weight(Known one) {
        return one.itemOrError() instanceof Item item ? item.weight() : 500;
    }

    @Override
    public void close() {
        isClosed = true;
        watch.close();
        CompletableFuture<Void> running;
        synchronized (this) {
            running = reading;
        }
        try {
            running.get(LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ended) {
            // it is a daemon
        }
    }
}
