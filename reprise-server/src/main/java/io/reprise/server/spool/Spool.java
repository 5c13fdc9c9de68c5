package io.reprise.server.spool;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.ids.HandedOutIds;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Position;
import io.reprise.core.recording.Dating;
import io.reprise.core.recording.RecordingKeeper;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.server.spool.SpoolDirectory.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers on local disk whose store is away (docs/decisions/0061-spool.md). Each server has a directory of its own, and takes over those of
 * servers that have ended. Thread-safe; its methods block while they read and write files.
 */
public final class Spool implements AutoCloseable {
    /** What a file takes besides its bodies. */
    private static final long OVERHEAD = 4_096;

    /** All answers say their day, so that the store can keep it later. */
    private static final Dating DATED = new Dating(true, Optional.empty());

    private final SpoolSettings settings;
    private final KeyRules rules;
    private final HandedOutIds ids;
    private final Supplier<LocalDate> today;
    private final List<SpoolDirectory> directories = new ArrayList<>();
    private final Map<SpoolPlace, RecordingKeeper> keepers = new ConcurrentHashMap<>();
    private final Map<Key, Integer> waiting = new HashMap<>();
    private final Map<Path, String> refused = new LinkedHashMap<>();
    private @Nullable SpoolDirectory own;
    private int answers;
    private long bytes;

    /**
     * What has been delivered.
     *
     * @param needless how many were not, because the store has other answers to their questions
     */
    public record Delivered(int kept, int needless) {}

    /** What became of an answer. */
    public sealed interface Result {
        /** @param turn its place among the answers to its question that wait, from 1 */
        record Kept(int turn) implements Result {}

        /** @param why for people */
        record NotKept(String why) implements Result {}
    }

    /**
     * @param ids that were handed out in the place of recorded ones
     * @param today in UTC
     */
    private Spool(SpoolSettings settings, KeyRules rules, HandedOutIds ids, Supplier<LocalDate> today) {
        this.settings = settings;
        this.rules = rules;
        this.ids = ids;
        this.today = today;
    }

    /**
     * Opens it, and takes over what servers have left that have ended.
     *
     * @param ids that were handed out in the place of recorded ones
     * @param today in UTC
     * @throws StoreException if its directory cannot be read
     */
    public static Spool open(SpoolSettings settings, KeyRules rules, HandedOutIds ids, Supplier<LocalDate> today) {
        Spool spool = new Spool(settings, rules, ids, today);
        try {
            for (SpoolDirectory left : SpoolDirectory.takeOver(settings.directory(), rules)) {
                spool.directories.add(left);
                for (Waiting each : left.waiting()) {
                    spool.count(each);
                }
            }
        } catch (IOException failed) {
            throw spool.unreadable(failed);
        }
        return spool;
    }

    private void count(Waiting each) {
        Optional<Store.Entry> entry;
        try {
            entry = each.store().at(each.location());
        } catch (StoreException unreadable) {
            refuse(each, unreadable);
            return;
        }
        entry.ifPresent(present ->
                add(present.question().key(), size(present.recording().exchange())));
    }

    private synchronized void refuse(Waiting each, RuntimeException reason) {
        answers++;
        refused.put(each.file(), String.valueOf(reason.getMessage()));
    }

    /** Returns how many answers to the same question wait now. */
    private synchronized int add(Key key, long size) {
        int turn = waiting.getOrDefault(key, 0) + 1;
        waiting.put(key, turn);
        answers++;
        bytes += size;
        return turn;
    }

    private synchronized void remove(Key key, long size) {
        release(key);
        answers--;
        bytes -= size;
    }

    private void release(Key key) {
        waiting.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }

    private static long size(Exchange exchange) {
        long messages = exchange.socket().stream()
                .flatMap(talk -> talk.messages().stream())
                .mapToLong(message -> message.bytes().size())
                .sum();
        return OVERHEAD
                + exchange.request().body().size()
                + exchange.response().body().size()
                + messages;
    }

    /** Whether an answer to this question waits, so that a further one has to wait as well. */
    public synchronized boolean holds(Question question) {
        return waiting.containsKey(question.key());
    }

    /**
     * Keeps an answer until the store is back. It has no credentials any more.
     *
     * @param isForMissingOnly whether it is only needed if the store has no other answer
     */
    public Result keep(
            Question question, String upstream, Exchange exchange, Position position, boolean isForMissingOnly) {
        long size = size(exchange);
        int turn;
        synchronized (this) {
            if (bytes + size > settings.limit()) {
                return new Result.NotKept("there is no room for it in '" + settings.directory()
                        + "', where answers wait; --spool sets how much");
            }
            turn = add(question.key(), size);
        }
        try {
            SpoolPlace place = SpoolPlace.of(position, question, isForMissingOnly);
            keeper(place).keep(question, upstream, exchange, new Position.Next());
            return new Result.Kept(turn);
        } catch (StoreException failed) {
            remove(question.key(), size);
            return new Result.NotKept(String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            remove(question.key(), size);
            return new Result.NotKept(FileFailures.unwritable(failed));
        }
    }

    /** Ids in it are those that the client has seen, as far as they are known. */
    private RecordingKeeper keeper(SpoolPlace place) throws IOException {
        SpoolDirectory directory = own();
        return keepers.computeIfAbsent(place, first -> new RecordingKeeper(directory.store(first), ids, DATED, today));
    }

    private synchronized SpoolDirectory own() throws IOException {
        SpoolDirectory made = own;
        if (made == null) {
            made = SpoolDirectory.make(settings.directory(), rules);
            own = made;
            directories.add(made);
        }
        return made;
    }

    private synchronized List<SpoolDirectory> directories() {
        return List.copyOf(directories);
    }

    /** What waits for this question, in the order in which it came. */
    public List<Store.Entry> find(Question question) {
        if (!holds(question)) {
            return List.of();
        }
        List<Store.Entry> found = new ArrayList<>();
        for (SpoolDirectory directory : directories()) {
            try {
                found.addAll(directory.find(question));
            } catch (IOException failed) {
                throw unreadable(failed);
            }
        }
        return found;
    }

    private StoreException unreadable(IOException failed) {
        return new StoreException(
                "the answers that wait on local disk cannot be read: "
                        + FileFailures.cannotRead(settings.directory(), failed),
                failed);
    }

    private List<Waiting> all() {
        List<Waiting> all = new ArrayList<>();
        for (SpoolDirectory directory : directories()) {
            try {
                all.addAll(directory.waiting());
            } catch (IOException failed) {
                throw unreadable(failed);
            }
        }
        return all;
    }

    /**
     * Delivers what waits, the oldest first. What the store refuses stays where it is until the next start.
     *
     * @param keeper of the store, which keeps ids as they come
     * @param delivered takes what is in the store now
     * @param isStopped whether to leave the rest for later
     * @throws StoreException if the store is away
     */
    public Delivered deliver(
            Store store, RecordingKeeper keeper, Consumer<Store.Entry> delivered, BooleanSupplier isStopped) {
        int kept = 0;
        int needless = 0;
        Set<Key> answered = new HashSet<>();
        for (Waiting each : all()) {
            if (isStopped.getAsBoolean()) {
                break;
            }
            switch (isRefused(each) ? Step.NOTHING : deliver(each, new Target(store, keeper, delivered, answered))) {
                case KEPT -> kept++;
                case NEEDLESS -> needless++;
                case NOTHING -> {}
            }
        }
        return new Delivered(kept, needless);
    }

    /** @param answered questions to which the store has other answers, so that these are not needed, nor those that continue them */
    private record Target(Store store, RecordingKeeper keeper, Consumer<Store.Entry> delivered, Set<Key> answered) {}

    private enum Step {
        KEPT,
        NEEDLESS,
        NOTHING
    }

    private Step deliver(Waiting each, Target target) {
        Optional<Store.Entry> found = Optional.empty();
        try {
            found = each.store().at(each.location());
            if (found.isEmpty()) {
                return Step.NOTHING;
            }
            Store.Entry entry = found.get();
            Key key = entry.question().key();
            boolean isNeedless = each.place().isNeedless(entry, target.store(), target.keeper())
                    || each.place().kind() == SpoolPlace.Kind.NEXT
                            && target.answered().contains(key);
            if (isNeedless) {
                target.answered().add(key);
            } else {
                target.delivered()
                        .accept(each.place()
                                .deliver(entry, target.store(), target.keeper())
                                .entry());
            }
            each.store().remove(entry);
            remove(key, size(entry.recording().exchange()));
            return isNeedless ? Step.NEEDLESS : Step.KEPT;
        } catch (RuntimeException failed) {
            if (failed instanceof StoreException away && away.isAway()) {
                throw away;
            }
            giveUp(each, found, failed);
            return Step.NOTHING;
        }
    }

    /** It stays where it is, and nothing waits for it. */
    private synchronized void giveUp(Waiting each, Optional<Store.Entry> entry, RuntimeException reason) {
        refused.put(each.file(), String.valueOf(reason.getMessage()));
        entry.ifPresent(present -> release(present.question().key()));
    }

    private synchronized boolean isRefused(Waiting each) {
        return refused.containsKey(each.file());
    }

    public synchronized Spooled spooled() {
        return new Spooled(settings.directory(), answers, bytes, settings.limit(), refused);
    }

    /** Whether anything waits that the store may take. */
    public synchronized boolean isAnyWaiting() {
        return answers > refused.size();
    }

    @Override
    public void close() {
        for (SpoolDirectory directory : directories()) {
            try {
                directory.close();
            } catch (IOException failed) {
                // it is found by the next server all the same
            }
        }
    }
}
