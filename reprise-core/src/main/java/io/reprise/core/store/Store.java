package io.reprise.core.store;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.Question;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where recordings are kept. A store does what it is told: whether an answer is worth keeping, and which one it takes the
 * place of, is decided above it, by {@link io.reprise.core.recording.RecordingKeeper}. All methods may block and may be
 * called from any thread; what a method that changes something has returned from is durable.
 */
public interface Store extends AutoCloseable {

    /** What lies in a store for a question: a recording, or what should be one. */
    sealed interface Item {
        /** Where it is, for people: for a file, its path within the store. */
        String location();
    }

    /** A recording in a store. Stays valid when the store changes. */
    non-sealed interface Entry extends Item {
        Recording recording();

        /** The question that it answers, under the rules of the store. */
        Question question();

        /** A remark for the log about why this one was found, such as that there were others. */
        default Optional<String> remark() {
            return Optional.empty();
        }
    }

    /** What cannot be read. */
    record Broken(String location, StoreException reason) implements Item {}

    /** Tells whether what was found for a question is still what would be found. Made and understood by one store only. */
    interface Version {}

    /** What a store has for a question, and the version that goes with it. */
    record Answers(List<Entry> entries, Version version) {
        public Answers {
            entries = List.copyOf(entries);
        }
    }

    /** A recording that was taken out of a store, and can be put back as it was. */
    interface Removed {
        Recording recording();

        /** In bytes, roughly: what it costs to remember this. */
        long size();
    }

    /**
     * The recordings of exactly this question (same test, same key), in the order of their occurrences; for a model
     * list, one for each upstream. No entries if there is none.
     *
     * @throws StoreException if one of them cannot be read; the message names it
     */
    Answers find(Question question);

    /**
     * As {@link #find(Question)} for a request that names an upstream. Stores that keep answers from several upstreams
     * to one question prefer those of the named upstream. Other stores ignore the name.
     *
     * @param upstream the name of an upstream, or a host with its port
     */
    default Answers find(Question question, Optional<String> upstream) {
        return find(question);
    }

    /**
     * Whether {@link #find} would still give the same. Cheap: reads no recording. A store notices what others have changed
     * in it by this method; how soon is up to the store.
     */
    boolean isCurrent(Version version);

    /** The versions that no longer hold. Stores that are far away answer for all of them at once. */
    default List<Version> outdated(Collection<Version> versions) {
        return versions.stream().filter(version -> !isCurrent(version)).toList();
    }

    /**
     * What a new answer of this upstream is numbered with, in the order of the occurrences: all that the question has; for a
     * model list, that of the same upstream. Unlike {@link #find}, names what cannot be read among the others.
     */
    List<Item> series(Question question, String upstream);

    /**
     * The exchange as this store gives it back once it is kept. Differs where a form cannot express everything.
     *
     * @throws StoreException if this store cannot keep it at all
     */
    default Exchange asKept(Question question, String upstream, Exchange exchange) {
        return exchange;
    }

    /**
     * Keeps a further answer. Its occurrence is the next in its {@link #series}: no other recording ever gets the same, and
     * none is left out, however many threads append.
     *
     * @return as it was kept
     * @throws StoreException if it could not be made durable; the store is then as before
     */
    Entry append(Question question, String upstream, Exchange exchange);

    /**
     * Keeps an answer in the place of {@code old}, with its occurrence. At no moment is there neither.
     *
     * @param old from {@link #series} or {@link #find} of the same question
     * @return as it was kept
     * @throws StoreException if it could not be made durable; then the store is unchanged
     */
    Entry replace(Item old, Question question, String upstream, Exchange exchange);

    /**
     * Deletes what was found. Empty if it cannot be put back: it was gone, or broken.
     *
     * @throws StoreException if it is still there
     */
    Optional<Removed> remove(Item item);

    /** Puts back, as it was, what this store has removed. Empty, and nothing is changed, if its place is taken. */
    Optional<Entry> restore(Removed removed);

    /**
     * Tells {@code changes} of each change from now on, after it has been made, until what is returned is closed. Always of
     * this program's own; whether of those of others too is up to the store, {@link #isCurrent} notices these in any
     * case. Called on the thread that makes the change, which waits for it: take notes only.
     */
    Watch watch(Consumer<StoreChange> changes);

    /** Ends {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The entry that said it was at {@code location}; empty if it is no longer there.
     *
     * @throws StoreException if it cannot be read
     */
    Optional<Entry> at(String location);

    /**
     * Calls {@code visitor} with every recording, in no particular order, one at a time; broken ones are skipped and go
     * to {@code broken}. Reads them one after the other: only a few recordings are in memory at the same time.
     */
    void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken);

    /** Like the other method, only for wanted locations; if possible, no other recordings are read. */
    default void forEach(Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEach(
                entry -> {
                    if (isWanted.test(entry.location())) {
                        visitor.accept(entry);
                    }
                },
                broken);
    }

    /** Files of the store that cannot be replayed, by location, with the reason for people. */
    default Map<String, String> leftOut() {
        return Map.of();
    }

    @Override
    void close();
}
