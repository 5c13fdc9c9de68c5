package io.reprise.server;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps recordings in memory; fails when told so. */
final class MemoryStore implements Store {
    private record Kept(Key key, Recording recording) implements Entry {
        @Override
        public Question question() {
            return KeyRules.NONE.question(recording.exchange().request(), recording.test());
        }

        @Override
        public String location() {
            return key.brief() + "." + recording.occurrence();
        }
    }

    private final List<Kept> all = new ArrayList<>();
    private boolean isFull;

    synchronized void fill() {
        isFull = true;
    }

    synchronized List<Recording> recordings() {
        return all.stream().map(Kept::recording).toList();
    }

    synchronized void clear() {
        all.clear();
    }

    @Override
    public synchronized List<Entry> find(Question question) {
        return all.stream()
                .filter(kept -> kept.key().equals(question.key()))
                .sorted(Comparator.comparingInt(kept -> kept.recording().occurrence()))
                .<Entry>map(kept -> kept)
                .toList();
    }

    @Override
    public synchronized Optional<Entry> at(String location) {
        return all.stream()
                .filter(kept -> kept.location().equals(location))
                .<Entry>map(kept -> kept)
                .findFirst();
    }

    @Override
    public synchronized boolean isCurrent(Question question, List<Entry> entries) {
        return find(question).equals(entries);
    }

    @Override
    public synchronized io.reprise.core.store.Store.Kept keep(Question question, Recording recording, Others others) {
        if (isFull) {
            throw new StoreException("no space left on device", null);
        }
        all.removeIf(kept -> kept.key().equals(question.key())
                && kept.recording().upstream().equals(recording.upstream())
                && (others == Others.DROP || kept.recording().occurrence() == recording.occurrence()));
        Kept entry = new Kept(question.key(), recording);
        all.add(entry);
        return new io.reprise.core.store.Store.Kept(entry.location(), true);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        List<Kept> copy;
        synchronized (this) {
            copy = List.copyOf(all);
        }
        copy.forEach(visitor);
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    /** The answers that were kept for a test, in order. */
    List<String> bodies(TestId test) {
        return recordings().stream()
                .filter(recording -> recording.test().equals(test))
                .map(recording -> recording.exchange().response().body().toString())
                .toList();
    }
}
