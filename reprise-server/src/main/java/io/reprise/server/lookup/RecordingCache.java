package io.reprise.server.lookup;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.server.watch.DirectoryWatch;
import io.reprise.server.watch.Sight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds recordings on workers, and keeps those in memory that were asked for lately. Serves all event loops. */
public final class RecordingCache {
    /** What takes more than this part of the cache is not put into it. */
    private static final int MOST_OF_CACHE = 2;

    /**
     * What is looked for.
     *
     * @param isThorough whether a recording whose file is not named after its key is worth waiting for the scan in any case, and not
     *     only where rules may have changed the keys
     */
    public record Query(Question question, boolean isThorough) {
        /** As it is looked for in this mode. */
        public static Query of(Question question, Mode mode) {
            return new Query(question, mode.lookUp() == Mode.LookUp.THOROUGH);
        }
    }

    /** What was found for one key, by the upstream that requests name; {@code ""} for those that name none. */
    private record Slots(Map<String, Remembered> byUpstream) {
        private static final int MOST = 16;

        static Slots of(@Nullable Slots others, Remembered slot) {
            Map<String, Remembered> all = new HashMap<>();
            if (others != null && others.byUpstream().size() < MOST) {
                all.putAll(others.byUpstream());
            }
            all.put(upstream(slot.found().asked()), slot);
            return new Slots(Map.copyOf(all));
        }

        @Nullable Remembered of(Question question) {
            return byUpstream.get(upstream(question));
        }

        int weight() {
            long bytes = byUpstream.values().stream()
                    .mapToLong(slot -> slot.found().weight())
                    .sum();
            return (int) Math.min(Integer.MAX_VALUE, bytes);
        }

        static String upstream(Question question) {
            return question.upstream().orElse("");
        }
    }

    private final Executor workers;
    private final Store store;
    private final DirectoryWatch watch;
    private final Function<Question, Optional<String>> usualUpstream;
    private final StoreScan scan;
    private final CacheSettings settings;
    private final Cache<Key, Slots> slots;
    /** Look-ups without a remembered one, for all who ask the same meanwhile. */
    private final ConcurrentMap<Asked, CompletableFuture<FoundRecordings>> reading = new ConcurrentHashMap<>();
    /** Too large to be remembered; shared as long as somebody is being sent them. */
    private final ConcurrentMap<Asked, RecordingsInUse> inUse = new ConcurrentHashMap<>();

    /** What tells one look-up from another. */
    private record Asked(Key key, String upstream, boolean isThorough) {
        static Asked of(Query query) {
            return new Asked(query.question().key(), Slots.upstream(query.question()), query.isThorough());
        }
    }

    /**
     * A cache of what the store has that {@code scan} reads.
     *
     * @param watch of the same store
     * @param usualUpstream of which the answers are preferred where the request names none
     */
    public RecordingCache(
            Executor workers,
            DirectoryWatch watch,
            Function<Question, Optional<String>> usualUpstream,
            StoreScan scan,
            CacheSettings settings) {
        this.workers = workers;
        this.store = scan.store();
        this.watch = watch;
        this.usualUpstream = usualUpstream;
        this.scan = scan;
        this.settings = settings;
        this.slots = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(settings.maxBytes())
                .<Key, Slots>weigher((key, all) -> all.weight())
                .build();
    }

    /** What the store has for this question, or else for the same one without a test, or with the other spelling of its path. */
    public CompletableFuture<FoundRecordings> find(Query query) {
        Remembered known = remembered(query);
        if (known == null) {
            return lookAtStore(query, null);
        }
        long now = System.nanoTime();
        if (known.isTrusted(now)) {
            return CompletableFuture.completedFuture(known.found());
        }
        CompletableFuture<Boolean> mark = known.mark(now);
        return mark == null
                ? lookAtStore(query, known)
                : mark.thenCompose(hasCome -> hasCome && known.isUnchanged()
                        ? CompletableFuture.completedFuture(known.found())
                        : lookAtStore(query, remembered(query)));
    }

    /** What {@link #find} would return without a look at the store; null if it has to look. Cheap, and waits for nothing. */
    public @Nullable FoundRecordings trusted(Query query) {
        Remembered known = remembered(query);
        return known != null && known.isTrusted(System.nanoTime()) ? known.found() : null;
    }

    private CompletableFuture<FoundRecordings> lookAtStore(Query query, @Nullable Remembered known) {
        boolean isAllKnown = scan.isSettled(); // before the look: what the scan finds meanwhile, that may have missed
        Supplier<CompletableFuture<FoundRecordings>> start =
                () -> CompletableFuture.supplyAsync(() -> look(query, known), workers);
        CompletableFuture<FoundRecordings> looked = known == null ? lookOnce(query, start) : known.check(start);
        if (isAllKnown || !query.isThorough() && !scan.isNeededForKeys()) {
            return looked;
        }
        return looked.thenCompose(found -> found.answers().isEmpty()
                ? scan.settled().thenApplyAsync(settled -> look(query, null), workers)
                : looked);
    }

    private CompletableFuture<FoundRecordings> lookOnce(
            Query query, Supplier<CompletableFuture<FoundRecordings>> start) {
        Asked asked = Asked.of(query);
        CompletableFuture<FoundRecordings> present = reading.get(asked);
        if (present != null) {
            return present;
        }
        CompletableFuture<FoundRecordings> begun = start.get();
        reading.put(asked, begun);
        begun.whenComplete((found, failed) -> reading.remove(asked, begun));
        return begun;
    }

    private FoundRecordings look(Query query, @Nullable Remembered known) {
        long now = System.nanoTime();
        if (known != null && isCurrent(known, now)) {
            return known.found();
        }
        Asked asked = Asked.of(query);
        RecordingsInUse used = inUse.get(asked);
        Optional<FoundRecordings> shared =
                used == null ? Optional.empty() : used.found().filter(each -> each.isCurrent(store));
        if (shared.isPresent()) {
            return shared.get();
        }
        FoundRecordings found = read(query);
        if (found.answers().isEmpty()) {
            forget(query.question().key());
        } else if (found.weight() > settings.maxBytes() / MOST_OF_CACHE) {
            inUse.values().removeIf(each -> each.found().isEmpty());
            inUse.put(asked, new RecordingsInUse(found));
        } else {
            remember(new Remembered(found, now));
        }
        return found;
    }

    private boolean isCurrent(Remembered known, long now) {
        Sight before = null;
        if (known.mayBeWatched(now)) {
            before = watch.sight(known.found().versions(), known.sight());
            if (before == null && watch.isOn()) {
                known.noteUnwatched(now);
            }
        }
        boolean isCurrent = known.found().isCurrent(store);
        if (isCurrent) {
            known.noteChecked(now, before);
        }
        return isCurrent;
    }

    private FoundRecordings read(Query query) {
        Question question = query.question();
        Optional<String> preferred = question.upstream().or(() -> usualUpstream.apply(question));
        List<Store.Version> versions = new ArrayList<>();
        Iterator<Question> all =
                inOrder(question).iterator(); // a key is computed only where none of those before has recordings
        while (all.hasNext()) {
            Store.Answers answers = answers(all.next(), preferred);
            versions.add(answers.version());
            if (!answers.entries().isEmpty()) {
                return new FoundRecordings(question, versions, prepared(answers.entries()));
            }
        }
        return new FoundRecordings(question, versions, List.of());
    }

    /** New ids can be anywhere in an answer, and lists of models are joined: then answers are in memory. */
    private Store.Answers answers(Question question, Optional<String> preferred) {
        boolean isInMemory = settings.ids() == CacheSettings.Ids.FRESH
                || question.parsed().family().isModelList();
        return isInMemory
                ? store.find(question, preferred)
                : store.findForReplay(question, preferred, settings.largest());
    }

    /** Whose recordings answer: the question's, else those of no test, else those of clients that spell the path the other way. */
    private static Stream<Question> inOrder(Question question) {
        return Stream.<Supplier<Optional<Question>>>of(() -> Optional.of(question), question::otherSpelling)
                .flatMap(spelling -> spelling.get().stream())
                .flatMap(each -> each.test().isNone() ? Stream.of(each) : Stream.of(each, each.withoutTest()));
    }

    private List<PreparedResponse> prepared(List<Store.Entry> entries) {
        return entries.stream()
                .map(entry -> PreparedResponse.of(entry, settings))
                .toList();
    }

    private @Nullable Remembered remembered(Query query) {
        Slots known = slots.getIfPresent(query.question().key());
        return known == null ? null : known.of(query.question());
    }

    /** What was found lately for questions of this test, and is still in memory. */
    public List<FoundRecordings> ofTest(TestId test) {
        return slots.asMap().values().stream()
                .flatMap(all -> all.byUpstream().values().stream())
                .map(Remembered::found)
                .filter(found -> found.asked().test().equals(test))
                .toList();
    }

    /** How much memory it takes, roughly. */
    public long bytes() {
        return slots.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    public void forget(Key key) {
        slots.invalidate(key);
        if (!reading.isEmpty()) {
            reading.keySet().removeIf(asked -> asked.key().equals(key));
        }
    }

    private void remember(Remembered slot) {
        slots.asMap().compute(slot.found().asked().key(), (key, others) -> Slots.of(others, slot));
    }
}
