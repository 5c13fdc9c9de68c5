package io.reprise.server;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Another store, of which it writes down what is kept; fails when told so. */
final class WatchedStore implements Store {
    /** An answer that was kept, and is durable. */
    record Kept(TestId test, String path, String body, long nanos) {}

    private final Store store;
    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private volatile boolean isFull;
    private volatile Runnable beforeAppend = () -> {};

    WatchedStore(Store store) {
        this.store = store;
    }

    List<Kept> kept() {
        return kept;
    }

    void fill(boolean full) {
        isFull = full;
    }

    /** What happens before an answer is kept for the first time, on the thread that keeps it. */
    void beforeAppend(Runnable task) {
        beforeAppend = task;
    }

    private Entry noted(Entry entry) {
        String body = entry.recording().exchange().response().body().latin1();
        kept.add(new Kept(
                entry.recording().test(), entry.recording().exchange().request().path(), body, System.nanoTime()));
        return entry;
    }

    private void requireSpace() {
        if (isFull) {
            throw new StoreException("the disk is full", null);
        }
    }

    @Override
    public Answers find(Question question) {
        return store.find(question);
    }

    @Override
    public boolean isCurrent(Version version) {
        return store.isCurrent(version);
    }

    @Override
    public List<Item> series(Question question, String upstream) {
        return store.series(question, upstream);
    }

    @Override
    public Exchange asKept(Question question, String upstream, Exchange exchange) {
        return store.asKept(question, upstream, exchange);
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange) {
        requireSpace();
        beforeAppend.run();
        return noted(store.append(question, upstream, exchange));
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        requireSpace();
        return noted(store.replace(old, question, upstream, exchange));
    }

    @Override
    public Optional<Removed> remove(Item item) {
        requireSpace();
        return store.remove(item);
    }

    @Override
    public Optional<Entry> restore(Removed removed) {
        return store.restore(removed).map(this::noted);
    }

    @Override
    public Watch watch(Consumer<StoreChange> changes) {
        return store.watch(changes);
    }

    @Override
    public Optional<Entry> at(String location) {
        return store.at(location);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        store.forEach(visitor, broken);
    }

    @Override
    public void close() {
        store.close();
    }
}
