package io.reprise.core.store;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Question;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps recordings in memory, for tests; fails when told so. Closing it forgets nothing. */
public final class MemoryStore implements Store {
    private record MemoryEntry(String location, Recording recording, Question question) implements Entry {}

    private record MemoryVersion(Question question, List<Entry> entries) implements Version {}

    private record Taken(MemoryEntry entry) implements Removed {
        @Override
        public Recording recording() {
            return entry.recording();
        }

        @Override
        public long size() {
            return entry.recording().exchange().response().body().size();
        }
    }

    private final List<MemoryEntry> all = new ArrayList<>();
    private final ChangeFeed feed = new ChangeFeed();
    private boolean isFull;
    private boolean isOfThisRun;

    /** From now on nothing can be kept. */
    public synchronized void fill() {
        isFull = true;
    }

    /** Another server has recorded in this run. */
    public synchronized void recordedByAnother() {
        isOfThisRun = true;
    }

    @Override
    public synchronized <T> T holding(Question question, String upstream, Function<HeldSeries, T> step) {
        return step.apply(new HeldSeries(this, isOfThisRun));
    }

    /** In the order in which they were kept. */
    public synchronized List<Recording> recordings() {
        return all.stream().map(MemoryEntry::recording).toList();
    }

    public synchronized void clear() {
        all.clear();
    }

    /** The answers that were kept for a test, in order. */
    public List<String> bodies(TestId test) {
        return recordings().stream()
                .filter(recording -> recording.test().equals(test))
                .map(recording -> recording.exchange().response().body().toString())
                .toList();
    }

    @Override
    public synchronized Answers find(Question question) {
        List<Entry> found = all.stream()
                .filter(entry -> entry.question().key().equals(question.key()))
                .filter(entry -> Series.answers(question, entry.recording().upstream()))
                .sorted(Comparator.comparingInt(entry -> entry.recording().occurrence()))
                .<Entry>map(entry -> entry)
                .toList();
        return new Answers(found, new MemoryVersion(question, found));
    }

    @Override
    public boolean isCurrent(Version version) {
        MemoryVersion known = (MemoryVersion) version;
        return find(known.question()).entries().equals(known.entries());
    }

    @Override
    public List<Item> series(Question question, String upstream) {
        return find(question).entries().stream()
                .filter(entry ->
                        Series.includes(question, upstream, entry.recording().upstream()))
                .<Item>map(entry -> entry)
                .toList();
    }

    @Override
    public synchronized Optional<Entry> at(String location) {
        return all.stream()
                .filter(entry -> entry.location().equals(location))
                .<Entry>map(entry -> entry)
                .findFirst();
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange) {
        return append(question, upstream, exchange, Optional.empty());
    }

    @Override
    public synchronized Entry append(
            Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        int occurrence = 1
                + series(question.of(Optional.empty()), upstream).stream()
                        .mapToInt(item -> ((Entry) item).recording().occurrence())
                        .max()
                        .orElse(0);
        return put(
                all.size(),
                question,
                new Recording(question.test(), upstream, occurrence, exchange, recordedOn),
                StoreChange.Kind.ADDED);
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        return replace(old, question, upstream, exchange, Optional.empty());
    }

    @Override
    public synchronized Optional<Entry> confirm(Entry entry, LocalDate recordedOn) {
        int place = indexOf(entry);
        return place < 0
                ? Optional.empty()
                : Optional.of(put(
                        place,
                        entry.question(),
                        all.remove(place).recording().on(Optional.of(recordedOn)),
                        StoreChange.Kind.REPLACED));
    }

    @Override
    public synchronized Entry replace(
            Item old, Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        int occurrence = ((Entry) old).recording().occurrence();
        int place = indexOf(old);
        Recording recording = new Recording(question.test(), upstream, occurrence, exchange, recordedOn);
        if (place < 0) {
            return put(all.size(), question, recording, StoreChange.Kind.REPLACED);
        }
        MemoryEntry former = all.remove(place);
        try {
            return put(place, question, recording, StoreChange.Kind.REPLACED);
        } catch (StoreException failed) {
            all.add(place, former);
            throw failed;
        }
    }

    private MemoryEntry put(int place, Question question, Recording recording, StoreChange.Kind kind) {
        if (isFull) {
            throw new StoreException("no space left on device", null);
        }
        String location = question.key().brief() + "." + recording.upstream() + "." + recording.occurrence();
        MemoryEntry entry = new MemoryEntry(location, recording, question);
        all.add(place, entry);
        feed.publish(question.key(), location, kind);
        return entry;
    }

    private int indexOf(Item item) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).location().equals(item.location())) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public synchronized Optional<Removed> remove(Item item) {
        int place = indexOf(item);
        if (place < 0) {
            return Optional.empty();
        }
        MemoryEntry entry = all.remove(place);
        feed.publish(entry.question().key(), entry.location(), StoreChange.Kind.REMOVED);
        return Optional.of(new Taken(entry));
    }

    @Override
    public synchronized Optional<Entry> restore(Removed removed) {
        MemoryEntry entry = ((Taken) removed).entry();
        return indexOf(entry) >= 0
                ? Optional.empty()
                : Optional.of(put(all.size(), entry.question(), entry.recording(), StoreChange.Kind.ADDED));
    }

    @Override
    public Watch watch(Consumer<StoreChange> changes) {
        return feed.watch(changes);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        List<Entry> copy;
        synchronized (this) {
            copy = List.copyOf(all);
        }
        copy.forEach(visitor);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
