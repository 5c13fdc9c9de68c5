package io.reprise.server;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds recordings without blocking the event loop, and remembers those that were asked for lately. */
final class RecordingCache {
    /** For so long an answer from memory is given without a look at the store. Shorter than a person or a test can edit a file. */
    private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What is looked into, and who answered what lies there. */
    record Shelf(Store store, Upstreams upstreams) {}

    /** A remembered look-up of what the named upstream answered, and when it was last true. */
    private static final class Slot {
        final FoundRecordings known;
        final Optional<String> upstream;
        volatile long checkedAt;

        /** The look at the store that is under way, for all who ask meanwhile. */
        private @Nullable CompletableFuture<FoundRecordings> check;

        Slot(FoundRecordings known, Optional<String> upstream, long checkedAt) {
            this.known = known;
            this.upstream = upstream;
            this.checkedAt = checkedAt;
        }

        boolean isTrusted() {
            return System.nanoTime() - checkedAt < TRUSTED_NANOS;
        }

        synchronized CompletableFuture<FoundRecordings> check(Supplier<Future<FoundRecordings>> start) {
            if (check == null || check.isDone()) {
                check = start.get().toCompletionStage().toCompletableFuture();
            }
            return check;
        }
    }

    private final Vertx vertx;
    private final Store store;
    private final Upstreams upstreams;
    private final StoreScan scan;
    private final ServerSettings.Replaying settings;
    private final Map<Key, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    RecordingCache(Vertx vertx, Shelf shelf, StoreScan scan, ServerSettings.Replaying settings) {
        this.vertx = vertx;
        this.store = shelf.store();
        this.upstreams = shelf.upstreams();
        this.scan = scan;
        this.settings = settings;
    }

    /**
     * What the store has for this question, or else for the same one without a test.
     *
     * @param upstream that the request names; where several answered the same, its answer is preferred
     * @param isThorough whether a recording whose file is not named after its key is worth waiting for the scan in any
     *     case, and not only where rules may have changed the keys
     */
    Future<FoundRecordings> look(Question question, Optional<String> upstream, boolean isThorough) {
        Slot slot = remembered(question.key(), upstream);
        if (slot != null && slot.isTrusted()) {
            return Future.succeededFuture(slot.known);
        }
        Supplier<Future<FoundRecordings>> start =
                () -> vertx.executeBlocking(() -> lookBlocking(question, upstream, slot), false);
        Future<FoundRecordings> looked =
                slot == null ? start.get() : Future.fromCompletionStage(slot.check(start), vertx.getOrCreateContext());
        if (scan.isSettled() || !isThorough && !scan.isNeededForKeys()) {
            return looked;
        }
        return looked.compose(known -> known.answers().isEmpty() ? lookAfterScan(question, upstream) : looked);
    }

    private Future<FoundRecordings> lookAfterScan(Question question, Optional<String> upstream) {
        Promise<FoundRecordings> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        scan.settled()
                .thenRun(() -> context.runOnContext(
                        done -> vertx.executeBlocking(() -> lookBlocking(question, upstream, null), false)
                                .onComplete(promise)));
        return promise.future();
    }

    private FoundRecordings lookBlocking(Question question, Optional<String> upstream, @Nullable Slot slot) {
        long now = System.nanoTime();
        if (slot != null && slot.known.isCurrent(store)) {
            slot.checkedAt = now;
            return slot.known;
        }
        FoundRecordings known = find(question, upstream);
        if (known.answers().isEmpty()) {
            forget(question.key());
        } else {
            remember(new Slot(known, upstream, now));
        }
        return known;
    }

    private FoundRecordings find(Question question, Optional<String> upstream) {
        Optional<String> model = question.parsed().model();
        Optional<String> preferred = upstream.or(() -> upstreams.ofModel(model));
        List<Store.Entry> own = store.find(question, preferred);
        if (!own.isEmpty() || question.test().isNone()) {
            return new FoundRecordings(question, question, model, prepare(own));
        }
        Question common = question.withoutTest();
        return new FoundRecordings(question, common, model, prepare(store.find(common, preferred)));
    }

    private List<PreparedResponse> prepare(List<Store.Entry> entries) {
        return entries.stream()
                .map(entry -> PreparedResponse.of(entry, settings.ids()))
                .toList();
    }

    private @Nullable Slot remembered(Key key, Optional<String> upstream) {
        synchronized (slots) {
            Slot slot = slots.get(key);
            return slot != null && slot.upstream.equals(upstream) ? slot : null;
        }
    }

    void forget(Key key) {
        synchronized (slots) {
            Slot old = slots.remove(key);
            weight -= old == null ? 0 : old.known.weight();
        }
    }

    private void remember(Slot slot) {
        synchronized (slots) {
            Slot old = slots.put(slot.known.asked().key(), slot);
            weight += slot.known.weight() - (old == null ? 0 : old.known.weight());
            Iterator<Slot> oldest = slots.values().iterator();
            while (weight > settings.cacheBytes() && oldest.hasNext()) {
                weight -= oldest.next().known.weight();
                oldest.remove();
            }
        }
    }
}
