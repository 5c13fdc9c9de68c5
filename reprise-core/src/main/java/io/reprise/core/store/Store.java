package io.reprise.core.store;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.Question;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where recordings are kept. A store only carries out decisions: whether an answer is kept, and which one it replaces,
 * is decided by {@link io.reprise.core.recording.RecordingKeeper}. All methods may block and may be called from any
 * thread; a change is durable when its method returns.
 */
public interface Store extends AutoCloseable {

    /** An item of a store for a question: a recording, or a broken one. */
    sealed interface Item {
        /** Its location, for people: for a file, its path within the store. */
        String location();
    }

    /** A recording in a store. Stays valid when the store changes. */
    non-sealed interface Entry extends Item {
        Recording recording();

        /** The question that it answers, under the rules of the store. */
        Question question();

        /** The response; a store may know more of it than its bytes. */
        default ParsedResponse response() {
            return new ParsedResponse(recording().exchange().response());
        }

        /**
         * All chunks of the response, where that has only the first and the last of them in memory. Only {@link Store#findForReplay} returns such
         * entries.
         */
        default Optional<LargeAnswer> large() {
            return Optional.empty();
        }

        /** The locations of files that have its large bodies, and go when it goes; sorted. */
        default List<String> bodyLocations() {
            return List.of();
        }

        /** Forgets what has been parsed; it is parsed again when it is asked for. */
        default void release() {
            question().release();
        }

        /** A remark for the log about why this one was found, such as that there were others. */
        default Optional<String> remark() {
            return Optional.empty();
        }

        /** Notes that it answers a request: a store may remember the day. It is cheap, and may be called for each request. */
        default void noteUse() {}

        /** When it was last written; empty if the store does not know. */
        default Optional<Instant> writtenAt() {
            return Optional.empty();
        }

        /**
         * When it was recorded, as far as the store knows. The time of writing tells more than the day of the recording, where both say the same;
         * where they do not, it was copied, such as by git.
         */
        default Optional<Instant> recordedAt() {
            Optional<LocalDate> day = recording().recordedOn();
            return writtenAt()
                    .filter(time -> day.isEmpty()
                            || LocalDate.ofInstant(time, ZoneOffset.UTC).equals(day.get()))
                    .or(() -> day.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant()));
        }
    }

    /** An item that cannot be read. */
    record Broken(String location, StoreException reason) implements Item {}

    /** A token that shows whether a search would still find the same. Only the store that made it understands it. */
    interface Version {}

    /** The recordings of a store for a question, with their version. */
    record Answers(List<Entry> entries, Version version) {
        public Answers {
            entries = List.copyOf(entries);
        }
    }

    /** A recording that was removed from a store, and can be restored unchanged. */
    interface Removed {
        Recording recording();

        /** The approximate memory for remembering this, in bytes. */
        long size();
    }

    /**
     * The recordings of exactly this question (same test, same key), in the order of their occurrences; for a model
     * list, those of each upstream. If the request names an upstream, only those of this upstream and those without one
     * ({@link Series#answers}). No entries if there is none.
     *
     * @throws StoreException if one of them cannot be read; the message names it
     */
    Answers find(Question question);

    /**
     * As {@link #find(Question)}, for a server that would ask a certain upstream. Stores that keep answers from several
     * upstreams without an order prefer those of this one. Other stores ignore it.
     *
     * @param preferred the name of an upstream, or a host with its port
     */
    default Answers find(Question question, Optional<String> preferred) {
        return find(question);
    }

    /**
     * As {@link #find(Question, Optional)}, for replays. Stores that can read an answer in pieces leave chunks out of responses that are too large
     * to be in memory ({@link Entry#large}).
     *
     * @param most how large a recording may be, in bytes, so that its whole response is in memory
     */
    default Answers findForReplay(Question question, Optional<String> preferred, long most) {
        return find(question, preferred);
    }

    /**
     * Whether {@link #find} would still find the same. It is cheap and reads no recording. With this method, a store
     * notices changes by others; each store decides how soon.
     */
    boolean isCurrent(Version version);

    /** The versions that are outdated. Remote stores answer for all of them at once. */
    default List<Version> outdated(Collection<Version> versions) {
        return versions.stream().filter(version -> !isCurrent(version)).toList();
    }

    /** The directories in which changes of versions show; empty if there are none. */
    default Optional<VersionDirectories> versionDirectories() {
        return Optional.empty();
    }

    /**
     * The recordings among which a new answer of this upstream takes its place ({@link Series}), in the order of their
     * occurrences. Unlike {@link #find}, it includes unreadable ones.
     */
    List<Item> series(Question question, String upstream);

    /**
     * The exchange as this store would return it after keeping it. It differs if the format cannot hold everything.
     *
     * @throws StoreException if this store cannot keep it at all
     */
    default Exchange asKept(Question question, String upstream, Exchange exchange) {
        return exchange;
    }

    /** Whether it keeps answers whose chunks are not in memory ({@link io.reprise.core.exchange.LargeChunks}). */
    default boolean keepsLarge() {
        return false;
    }

    /**
     * Keeps a further answer. Its occurrence is the next of the question, of whatever upstream the others are (for a model
     * list, of the same one): no two recordings get the same, and none is skipped, also if many threads append.
     *
     * @return as it was kept
     * @throws StoreException if it could not be made durable; the store is then as before
     */
    Entry append(Question question, String upstream, Exchange exchange);

    /**
     * As {@link #append(Question, String, Exchange)}. Stores that cannot keep a day ignore it.
     *
     * @param recordedOn as {@link Recording#recordedOn}
     */
    default Entry append(Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        return append(question, upstream, exchange);
    }

    /**
     * Replaces {@code old} by an answer with the same occurrence. At every moment, one of them is there.
     *
     * @param old from {@link #series} or {@link #find} of the same question
     * @return as it was kept
     * @throws StoreException if it could not be made durable; then the store is unchanged
     */
    Entry replace(Item old, Question question, String upstream, Exchange exchange);

    /**
     * As {@link #replace(Item, Question, String, Exchange)}. Stores that cannot keep a day ignore it.
     *
     * @param recordedOn as {@link Recording#recordedOn}
     */
    default Entry replace(
            Item old, Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        return replace(old, question, upstream, exchange);
    }

    /**
     * Gives a recording another day, and changes nothing else of it. Empty, without a change, if it is no longer there or this store cannot keep
     * a day.
     *
     * @return as it is now
     * @throws StoreException if it could not be made durable; then the store is unchanged
     */
    default Optional<Entry> confirm(Entry entry, LocalDate recordedOn) {
        return Optional.empty();
    }

    /**
     * Deletes an item. Empty if it cannot be restored, because it was deleted already or broken.
     *
     * @throws StoreException if it is still there
     */
    Optional<Removed> remove(Item item);

    /** Restores a removed recording unchanged. Empty, without a change, if its place is taken. */
    Optional<Entry> restore(Removed removed);

    /**
     * Calls {@code changes} after each change from now on, until the returned object is closed. All changes by this
     * program are reported. Each store decides whether it reports changes by others; {@link #isCurrent} notices them in
     * any case. The call is on the thread that makes the change, which waits for it, so it must be quick.
     */
    Watch watch(Consumer<StoreChange> changes);

    /** Ends {@link #watch}. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The entry with the location {@code location}; empty if it is no longer there.
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

    /** Like {@link #forEach(Predicate, Consumer, Consumer)}, only for recordings of these tests, as far as their locations tell. */
    default void forEachOf(
            Set<TestId> tests, Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEach(
                isWanted,
                entry -> {
                    if (tests.contains(entry.recording().test())) {
                        visitor.accept(entry);
                    }
                },
                broken);
    }

    /**
     * Calls {@code visitor} with each recording before it is read, in the order of {@link #forEach}. What it gets reads the recording, on any
     * thread: it is empty if the recording has vanished, and throws {@link StoreException} if it cannot be read.
     *
     * @param broken what cannot be listed
     * @return false, without a call, if this store cannot tell recordings apart without reading them
     */
    default boolean forEachUnread(Consumer<Supplier<Optional<Entry>>> visitor, Consumer<StoreException> broken) {
        return false;
    }

    /**
     * Calls {@code visitor} with the location of each recording, and with a value that is another one when the recording has changed. It is cheap
     * and reads no recording.
     *
     * @return false, without a call, if this store cannot tell
     */
    default boolean forEachStamp(BiConsumer<String, Object> visitor) {
        return false;
    }

    /**
     * An index of this store that finds recordings by what their requests say. Empty if there is none: then whoever needs one reads the whole
     * store.
     */
    default Optional<QuestionIndex> index() {
        return Optional.empty();
    }

    /** The recordings as they are written; empty if this store does not keep them in Reprise's own form. */
    default Optional<Documents> documents() {
        return Optional.empty();
    }

    /** The other servers that use this store; empty if it does not connect them. */
    default Optional<OtherServers> others() {
        return Optional.empty();
    }

    /**
     * This store, for one who keeps an answer under a lease of {@link #others}: it changes nothing, and throws {@link StoreException}, once another
     * server has taken over. It is not to be closed.
     */
    default Store under(OtherServers.Lease lease) {
        return this;
    }

    /**
     * A series that no other server changes at this moment.
     *
     * @param store in which it is read and changed
     * @param isOfThisRun whether a server has kept an answer in it since the run of its test began: since this store was opened, or since the test
     *     started over, as {@link OtherServers} know
     */
    record HeldSeries(Store store, boolean isOfThisRun) {}

    /**
     * Keeps an answer in a series: what the step does with the store that it gets is done as a whole or not at all, and no other server changes the
     * series meanwhile. The step may be called several times. A store that does not connect servers calls it with itself, and knows of no runs.
     *
     * @throws StoreException if nothing was done
     */
    default <T> T holding(Question question, String upstream, Function<HeldSeries, T> step) {
        return step.apply(new HeldSeries(this, false));
    }

    /** The directory that has the recordings as files, by their locations; empty if there is none. */
    default Optional<Path> directory() {
        return Optional.empty();
    }

    /** Files of the store that cannot be replayed, by location, with the reason for people. */
    default Map<String, String> leftOut() {
        return Map.of();
    }

    /** Why it cannot be reached at this moment, as far as it has noticed; empty if it can. Does not block. */
    default Optional<String> away() {
        return Optional.empty();
    }

    /**
     * Finds out whether it can be reached.
     *
     * @throws StoreException if it cannot; {@link StoreException#isAway} says whether it may be reached later
     */
    default void check() {}

    @Override
    void close();
}
