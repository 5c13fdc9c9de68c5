package io.reprise.core.recording;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.Response;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.ids.IdPair;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps answers in a store, for recording and importing. It decides what happens to the recordings that are there:
 *
 * <ul>
 * <li>An answer that is the same as the one in its position, by its family's rule, changes nothing; but if half of the time is over that a
 * recording may last, it gets the new day.
 * <li>A different answer replaces it, and keeps what its words do not change: arrival times, and ids where the keeper
 * remembers those that were handed out.
 * <li>The first answer of a run removes the others of earlier runs. They are remembered: if a later answer is the same
 * as the one that was in its position, that one is restored. Where another server has recorded in the same run, nothing is removed.
 * <li>Where only changes are to be kept, an answer that says the same as the last occurrence changes nothing.
 * <li>The model lists of each upstream are a series by themselves.
 * </ul>
 *
 * Thread-safe. Blocks.
 */
public final class RecordingKeeper {
    private static final int LOCKS = 1_024;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int NOT_MODIFIED = 304;

    /** The result for an answer. */
    public enum Effect {
        ADDED,
        /** It replaced a different or unreadable recording. */
        REPLACED,
        /** The recording was the same already. */
        UNCHANGED,
        /** It says the same as the last occurrence, and only changes were to be kept. */
        REPEATED
    }

    /**
     * @param entry that is now in the store
     * @param number its place among the recordings that answer the question, from 1
     * @param copies recordings of no test that answered this test before, and that it has of its own from now on
     */
    public record Kept(Store.Entry entry, Effect effect, int number, List<Store.Entry> copies) {
        public Kept {
            copies = List.copyOf(copies);
        }
    }

    private final Store store;
    private final Continuation continuation;
    private final Dating dating;
    private final Supplier<Optional<LocalDate>> today;
    private final RemovedRecordings removed;
    private final List<Object> locks;

    /** Keeps ids as they come, as for imported recordings, whose requests come as they are, too. */
    public RecordingKeeper(Store store) {
        this(store, Dating.NONE);
    }

    /** As the other constructor, for recordings that may say their day. */
    public RecordingKeeper(Store store, Dating dating) {
        this(store, new Continuation.OfTimes(store), dating, Optional::empty);
    }

    /**
     * Keeps the ids of earlier recordings, and remembers in {@code ids} what stands for them.
     *
     * @param today in UTC
     */
    public RecordingKeeper(Store store, HandedOutIds ids, Dating dating, Supplier<LocalDate> today) {
        this(store, new Continuation.OfIds(store, ids), dating, () -> Optional.of(today.get()));
    }

    /** As the other constructor, for recordings that do not say their day. */
    public RecordingKeeper(Store store, HandedOutIds ids) {
        this(store, new Continuation.OfIds(store, ids), Dating.NONE, Optional::empty);
    }

    private RecordingKeeper(
            Store store, Continuation continuation, Dating dating, Supplier<Optional<LocalDate>> today) {
        this.store = store;
        this.continuation = continuation;
        this.dating = dating;
        this.today = today;
        this.removed = new RemovedRecordings();
        this.locks = Stream.generate(Object::new).limit(LOCKS).toList();
    }

    private RecordingKeeper(RecordingKeeper other, Store store) {
        this.store = store;
        this.continuation = other.continuation;
        this.dating = other.dating;
        this.today = other.today;
        this.removed = other.removed;
        this.locks = other.locks;
    }

    /** Whether answers may be kept whose chunks are not in memory ({@link io.reprise.core.exchange.LargeChunks}). */
    public boolean keepsLarge() {
        return store.keepsLarge();
    }

    /** The same, which keeps something only as long as no other server has taken over the lease. */
    public RecordingKeeper under(OtherServers.Lease lease) {
        return new RecordingKeeper(this, store.under(lease));
    }

    /** As the other method, for an answer of today. */
    public Kept keep(Question question, String upstream, Exchange exchange, Position position) {
        return keep(question, upstream, exchange, position, today.get());
    }

    /**
     * Keeps an answer in its position.
     *
     * @param upstream the name of the upstream that answered; empty if it has none
     * @param day on which it answered, in UTC; empty if it is not known
     * @throws StoreException if it cannot be kept; what was there before is then still there
     */
    public Kept keep(
            Question question, String upstream, Exchange exchange, Position position, Optional<LocalDate> day) {
        refuseWhatCannotBeSent(exchange);
        if (position instanceof Position.Renewal
                && firstTooOld(question, upstream, day).isEmpty()) {
            return renewOfNoTest(question, upstream, exchange, day);
        }
        Series series = Series.of(question, upstream);
        synchronized (locks.get(Math.floorMod(question.key().hashCode(), LOCKS))) {
            Done done = store.holding(
                    question,
                    upstream,
                    held -> new RecordingKeeper(this, held.store())
                            .keepHeld(
                                    question, upstream, exchange, place(position, held, question, upstream, day), day));
            continuation.remember(question, done.pairs());
            done.gone().forEach((number, recording) -> removed.add(series, number, recording));
            return done.kept();
        }
    }

    /**
     * What was done for an answer.
     *
     * @param pairs what stands for recorded values
     * @param gone what was removed, by its place
     */
    private record Done(Kept kept, List<IdPair> pairs, Map<Integer, Store.Removed> gone) {}

    private Done keepHeld(
            Question question, String upstream, Exchange exchange, Position position, Optional<LocalDate> day) {
        List<Store.Item> present = present(question, upstream, position);
        Decision decision = decide(question, upstream, exchange, present, position);
        List<Store.Entry> copies = decision instanceof Decision.Drop
                ? List.of()
                : ofNoTest(question, upstream, position).stream()
                        .map(given -> copy(question, exchange, given.recording()))
                        .toList();
        Carried carried = carryOut(decision, question, upstream, day);
        Kept kept = new Kept(carried.entry(), carried.effect(), number(carried, question, upstream, present), copies);
        Map<Integer, Store.Removed> gone = new TreeMap<>();
        if (isInPlaceOfAll(position)) {
            for (int number = 2; number <= present.size(); number++) {
                int former = number;
                store.remove(present.get(number - 1)).ifPresent(recording -> gone.put(former, recording));
            }
        }
        return new Done(kept, decision.pairs(), gone);
    }

    /** Where the answer belongs, now that nothing else changes. */
    private Position place(
            Position position, Store.HeldSeries held, Question question, String upstream, Optional<LocalDate> day) {
        if (position instanceof Position.First first && held.isOfThisRun()) {
            return first.mayBeThere() || Series.isPerUpstream(question)
                    ? new Position.NextChange()
                    : new Position.Next();
        }
        if (position instanceof Position.Renewal) {
            OptionalInt tooOld = new RecordingKeeper(this, held.store()).firstTooOld(question, upstream, day);
            return tooOld.isPresent() ? new Position.At(tooOld.getAsInt()) : new Position.Next();
        }
        return position;
    }

    private static boolean isInPlaceOfAll(Position position) {
        return position instanceof Position.First || position instanceof Position.Only;
    }

    /** A recording without a test that has answered a test is renewed where it is: it answers other tests, too. */
    private Kept renewOfNoTest(Question question, String upstream, Exchange exchange, Optional<LocalDate> day) {
        Question common = question.withoutTest();
        OptionalInt ofNoTest = question.test().isNone() ? OptionalInt.empty() : firstTooOld(common, upstream, day);
        return ofNoTest.isPresent()
                ? keep(common, upstream, exchange, new Position.At(ofNoTest.getAsInt()), day)
                : keep(question, upstream, exchange, new Position.Next(), day);
    }

    /** The place of the first recording that is older than it may be, from 1. */
    private OptionalInt firstTooOld(Question question, String upstream, Optional<LocalDate> day) {
        List<Store.Item> all = day.isEmpty() ? List.of() : store.series(question, upstream);
        return IntStream.range(0, all.size())
                .filter(index -> all.get(index) instanceof Store.Entry entry
                        && dating.isTooOld(entry.recording(), day.orElseThrow()))
                .map(index -> index + 1)
                .findFirst();
    }

    /** The result that {@link #keep} would have now. */
    public Effect look(Question question, String upstream, Exchange exchange, Position position) {
        Decision decision = decide(question, upstream, exchange, present(question, upstream, position), position);
        if (decision instanceof Decision.Leave || decision instanceof Decision.Restore) {
            return Effect.UNCHANGED;
        } else if (decision instanceof Decision.Drop) {
            return Effect.REPEATED;
        }
        return decision instanceof Decision.Replace ? Effect.REPLACED : Effect.ADDED;
    }

    /** The action for an answer, and what stands for recorded values in it. */
    private sealed interface Decision {
        List<IdPair> pairs();

        record Leave(Store.Entry entry, List<IdPair> pairs) implements Decision {}

        record Drop(Store.Entry last, List<IdPair> pairs) implements Decision {}

        record Replace(Store.Item old, Exchange exchange, List<IdPair> pairs) implements Decision {}

        record Restore(Store.Removed removed, Exchange exchange, List<IdPair> pairs) implements Decision {}

        record Append(Exchange exchange, List<IdPair> pairs) implements Decision {}
    }

    /** The present recordings that matter; none for an answer that comes after all others. */
    private List<Store.Item> present(Question question, String upstream, Position position) {
        return position instanceof Position.Next && !removed.hasAny(Series.of(question, upstream))
                ? List.of()
                : store.series(question, upstream);
    }

    private Decision decide(
            Question question, String upstream, Exchange exchange, List<Store.Item> present, Position position) {
        Optional<Store.Entry> last = position instanceof Position.NextChange
                ? last(present.isEmpty() ? ofNoTest(question, upstream, position) : present)
                : Optional.empty();
        if (last.isPresent() && continuation.repeats(question, upstream, last.get(), exchange)) {
            return new Decision.Drop(last.get(), List.of());
        }
        int number = number(present, position);
        if (number <= present.size()) {
            Store.Item old = present.get(number - 1);
            if (!(old instanceof Store.Entry entry)) {
                return new Decision.Replace(old, continuation.first(question, exchange), List.of());
            }
            Exchange before = entry.recording().exchange();
            Continuation.Continued continued = continuation.of(question, upstream, before, exchange);
            return continued.isSame()
                    ? new Decision.Leave(entry, continued.pairs())
                    : new Decision.Replace(entry, continued.exchange(), continued.pairs());
        }
        Optional<Store.Removed> former = removed.at(Series.of(question, upstream), number);
        if (former.isEmpty()) {
            return new Decision.Append(continuation.first(question, exchange), List.of());
        }
        Exchange before = former.get().recording().exchange();
        Continuation.Continued continued = continuation.of(question, upstream, before, exchange);
        return continued.isSame()
                ? new Decision.Restore(former.get(), continued.exchange(), continued.pairs())
                : new Decision.Append(continued.exchange(), continued.pairs());
    }

    /** Empty if there is none, or if it cannot be read. */
    private static Optional<Store.Entry> last(List<? extends Store.Item> all) {
        return all.isEmpty() || !(all.get(all.size() - 1) instanceof Store.Entry entry)
                ? Optional.empty()
                : Optional.of(entry);
    }

    /** The recordings of no test that have answered this test so far; none if it has its own. */
    private List<Store.Entry> ofNoTest(Question question, String upstream, Position position) {
        int given = 0;
        if (position instanceof Position.Next next) {
            given = next.given();
        } else if (position instanceof Position.NextChange change) {
            given = change.given();
        }
        if (given == 0
                || question.test().isNone()
                || !store.series(question, upstream).isEmpty()) {
            return List.of();
        }
        return store.find(question.withoutTest()).entries().stream()
                .limit(given)
                .toList();
    }

    private Store.Entry copy(Question question, Exchange asked, Recording given) {
        Exchange own = new Exchange(asked.request(), given.exchange().response());
        return store.append(question, given.upstream(), own, given.recordedOn());
    }

    private static int number(List<Store.Item> present, Position position) {
        if (isInPlaceOfAll(position)) {
            return 1;
        }
        return position instanceof Position.At at ? at.number() : present.size() + 1;
    }

    /** @param place the item in whose place the entry is now */
    private record Carried(Store.Entry entry, Effect effect, Store.Item place) {}

    private int number(Carried carried, Question question, String upstream, List<Store.Item> present) {
        int place = present.indexOf(carried.place()) + 1;
        if (place == 0) {
            place = question.upstream().isPresent()
                    ? store.series(question, upstream).size()
                    : carried.entry().recording().occurrence();
        }
        return place;
    }

    private Carried carryOut(Decision decision, Question question, String upstream, Optional<LocalDate> day) {
        if (decision instanceof Decision.Leave leave) {
            return new Carried(confirmed(leave.entry(), day), Effect.UNCHANGED, leave.entry());
        } else if (decision instanceof Decision.Drop drop) {
            return new Carried(drop.last(), Effect.REPEATED, drop.last());
        } else if (decision instanceof Decision.Replace replace) {
            Optional<Recording> old =
                    replace.old() instanceof Store.Entry known ? Optional.of(known.recording()) : Optional.empty();
            Store.Entry entry =
                    store.replace(replace.old(), question, upstream, replace.exchange(), dating.ofReplacing(old, day));
            return new Carried(entry, Effect.REPLACED, replace.old());
        } else if (decision instanceof Decision.Restore restore) {
            return store.restore(restore.removed())
                    .map(entry -> new Carried(confirmed(entry, day), Effect.UNCHANGED, entry))
                    .orElseGet(() -> appended(question, upstream, restore.exchange(), day));
        }
        return appended(question, upstream, ((Decision.Append) decision).exchange(), day);
    }

    private Carried appended(Question question, String upstream, Exchange exchange, Optional<LocalDate> day) {
        Store.Entry entry = store.append(question, upstream, exchange, dating.ofNew(day));
        return new Carried(entry, Effect.ADDED, entry);
    }

    /** An answer that says the same again. */
    private Store.Entry confirmed(Store.Entry entry, Optional<LocalDate> day) {
        return dating.ofConfirmed(entry.recording(), day)
                .flatMap(today -> store.confirm(entry, today))
                .orElse(entry);
    }

    /** No client could get the recording, or do anything with it. */
    private static void refuseWhatCannotBeSent(Exchange exchange) {
        Response response = exchange.response();
        boolean isConversation = response.status() == Exchange.SWITCHING_PROTOCOLS
                && exchange.socket().isPresent();
        if (response.status() < FIRST_FINAL_STATUS && !isConversation) {
            throw new StoreException(
                    "an answer with status " + response.status() + " only announces an answer; it is not one", null);
        }
        if (response.status() == NOT_MODIFIED) {
            throw new StoreException(
                    "status 304 means that the client already has the answer, and other clients do not have it", null);
        }
        response.headers().fields().forEach(field -> {
            if (!HeaderSyntax.isName(field.name()) || !HeaderSyntax.isSendable(field.value())) {
                throw new StoreException(
                        "the header '" + field.name().replaceAll("\\p{Cntrl}", "?")
                                + "' of the answer is not valid in HTTP (RFC 9110, 5), so that it could not be replayed",
                        null);
            }
        });
    }
}
