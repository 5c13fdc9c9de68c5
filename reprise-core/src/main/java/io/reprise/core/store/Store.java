package io.reprise.core.store;

import io.reprise.core.key.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where recordings are kept. All methods may block and may be called from any thread; one that has returned from
 * {@link #keep} is durable.
 */
public interface Store extends AutoCloseable {

    /**
     * What became of a recording that was to be kept.
     *
     * @param location where it is, as an {@link Entry} says it
     * @param isWritten whether it is new, or replaced one that said something else; if not, what was there differs only
     *     in what changes each time, and was left untouched
     */
    record Kept(String location, boolean isWritten) {}

    /** What happens to the other occurrences of the same question in the same test. */
    enum Others {
        KEEP,
        /** They belong to an earlier run: they are no longer found. */
        DROP
    }

    /** What is found for a question. Stays valid when the store changes; {@link #isCurrent} tells. */
    interface Entry {
        /** Where it is, for people: for a file, its path within the store. */
        String location();

        Recording recording();

        /** What it answers, by the rules of the store. */
        Question question();

        /** What a person should know who wonders why this one was found, such as that others were there; for the log. */
        default Optional<String> remark() {
            return Optional.empty();
        }
    }

    /**
     * The recordings of exactly this question (same test, same key), in the order of their occurrences; for a model
     * list, one for each upstream. Empty if there is none.
     *
     * @throws StoreException if one of them cannot be read; the message names it
     */
    List<Entry> find(Question question);

    /**
     * As {@link #find(Question)} for a request that names an upstream. Stores that keep the same question's answers from
     * several upstreams prefer those of the named one; for others the name makes no difference.
     *
     * @param upstream the name of an upstream, or a host with its port
     */
    default List<Entry> find(Question question, Optional<String> upstream) {
        return find(question);
    }

    /**
     * The entry that said it was at {@code location}; empty if it is no longer there.
     *
     * @throws StoreException if it cannot be read
     */
    Optional<Entry> at(String location);

    /** Whether {@code entries}, once returned by {@link #find} for {@code question}, is what it would return now. Cheap: reads no recording. */
    boolean isCurrent(Question question, List<Entry> entries);

    /**
     * Keeps a recording in the place of the one with the same question, test, occurrence and (for model lists)
     * upstream.
     *
     * @throws StoreException if it could not be made durable; what was there before is then still there
     */
    Kept keep(Question question, Recording recording, Others others);

    /**
     * Calls {@code visitor} with every recording, in no particular order, one at a time; broken ones are skipped and
     * go to {@code broken}. Reads while it goes: no more than a few recordings are in memory at once.
     */
    void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken);

    /** As the other, for recordings at locations that are wanted; where that is possible, no others are read. */
    default void forEach(Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEach(
                entry -> {
                    if (isWanted.test(entry.location())) {
                        visitor.accept(entry);
                    }
                },
                broken);
    }

    /** What lies in the store and is no recording that could be served, by location, with the reason for people. */
    default Map<String, String> leftOut() {
        return Map.of();
    }

    @Override
    void close();
}
