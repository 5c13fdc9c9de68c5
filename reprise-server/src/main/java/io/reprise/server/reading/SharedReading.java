package io.reprise.server.reading;

import io.reprise.core.store.EnoughException;
import io.reprise.core.store.OrderedWork;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads a whole store with all processors. Stores that are not made of files are read by the calling thread. */
public final class SharedReading {
    private final Store store;

    public SharedReading(Store store) {
        this.store = store;
    }

    /**
     * As {@link Store#forEach}, but from several threads at the same time.
     *
     * @param broken is called by the calling thread
     */
    public void forEach(Consumer<Store.Entry> visitor, Consumer<StoreException> broken) {
        inOrder(
                entry -> {
                    visitor.accept(entry);
                    return Optional.empty();
                },
                nothing -> {},
                broken);
    }

    /**
     * Reads all in the order of {@link Store#forEach}. A recording for which the reading fails in a way that nobody has foreseen is a broken one.
     *
     * @param reading is called from several threads at the same time; what is of no interest is empty; it ends all with an
     *     {@link EnoughException} or a {@link StoreException}
     * @param results is called by the calling thread, in the order of the store
     * @param broken likewise
     */
    public <T> void inOrder(
            Function<Store.Entry, Optional<T>> reading, Consumer<T> results, Consumer<StoreException> broken) {
        boolean isShared;
        try (ReadingThreads threads = new ReadingThreads()) {
            OrderedWork work = new OrderedWork(threads);
            isShared = store.forEachUnread(unread -> work.add(() -> read(unread, reading, results, broken)), broken);
            work.finish();
        }
        if (!isShared) {
            store.forEach(entry -> made(entry, reading, results, broken).run(), broken);
        }
    }

    /** How many recordings there are, found out without reading them; 0 if the store cannot tell. */
    public long count() {
        long[] count = new long[1];
        store.forEachStamp((location, stamp) -> count[0]++);
        return count[0];
    }

    private static <T> Runnable read(
            Supplier<Optional<Store.Entry>> unread,
            Function<Store.Entry, Optional<T>> reading,
            Consumer<T> results,
            Consumer<StoreException> broken) {
        Optional<Store.Entry> entry;
        try {
            entry = unread.get();
        } catch (StoreException unreadable) {
            return () -> broken.accept(unreadable);
        }
        return entry.isEmpty() ? () -> {} : made(entry.get(), reading, results, broken);
    }

    /** What the calling thread is to do with what was made of a recording. */
    private static <T> Runnable made(
            Store.Entry entry,
            Function<Store.Entry, Optional<T>> reading,
            Consumer<T> results,
            Consumer<StoreException> broken) {
        Optional<T> result;
        try {
            result = reading.apply(entry);
        } catch (EnoughException | StoreException end) {
            throw end;
        } catch (RuntimeException unforeseen) {
            StoreException said = StoreException.unforeseen(entry.location(), unforeseen);
            return () -> broken.accept(said);
        }
        return () -> result.ifPresent(results);
    }
}
