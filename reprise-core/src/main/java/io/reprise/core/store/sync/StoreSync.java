package io.reprise.core.store.sync;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Documents;
import io.reprise.core.store.OrderedWork;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.sync.SyncStep.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Copies what is new from one store to another. What the target has already is not written, and read only if a filter must know it; so a run that was killed is followed by one
 * that goes on. Nothing is deleted.
 */
public final class StoreSync {
    private static final int MOST_DOCUMENTS = 100;
    private static final long MOST_BYTES = 8 << 20;

    /** The disk is full, or the database is away. */
    private static final int MOST_FAILURES = 10;

    /** So often it is looked again at a place that another program changes meanwhile. */
    private static final int LOOKS = 3;

    private final Documents source;
    private final Documents target;
    private final Search search;
    private final Extent extent;
    private final AtomicInteger failuresInARow = new AtomicInteger();

    /**
     * What of the source is copied.
     *
     * @param rules by which the questions are known that filters ask for
     * @param redaction finds credentials, which are never copied
     * @param filter of those that are wanted; empty for all
     */
    public record Search(KeyRules rules, Redaction redaction, Optional<Predicate<Store.Entry>> filter) {
        public Search {
            redaction = redaction.with(Redaction.Policy.REFUSE);
        }
    }

    /**
     * How far to go.
     *
     * @param isWritten false to find out what would be done
     * @param overwrites whether the texts of the source count where the target has others
     */
    public record Extent(boolean isWritten, boolean overwrites) {}

    public StoreSync(Documents source, Documents target, Search search, Extent extent) {
        this.source = source;
        this.target = target;
        this.search = search;
        this.extent = extent;
    }

    /**
     * Copies.
     *
     * @param threads do the work, or leave it to the calling thread
     * @param steps learns what became of each recording, by the calling thread
     * @throws StoreException if a store cannot be reached, or takes nothing any more; what has been copied stays
     */
    public void run(Executor threads, Consumer<SyncStep> steps) {
        OrderedWork work = new OrderedWork(threads);
        Batch batch = new Batch();
        List<StoreException> stopped = new ArrayList<>(1);
        source.forEach(
                listed -> {
                    if (stopped.isEmpty() && batch.isFull(listed)) {
                        add(work, batch.take(), steps, stopped);
                    }
                    batch.add(listed);
                },
                unlisted -> steps.accept(new SyncStep(".", Action.FAILED, String.valueOf(unlisted.getMessage()))));
        if (stopped.isEmpty()) {
            add(work, batch.take(), steps, stopped);
        }
        if (!stopped.isEmpty()) {
            throw stopped.get(0);
        }
        work.finish();
    }

    /** @param stopped takes why nothing more can be copied; whoever lists the source would take it for a failure of the source */
    private void add(OrderedWork work, List<String> locations, Consumer<SyncStep> steps, List<StoreException> stopped) {
        try {
            work.add(() -> {
                List<SyncStep> done = isStopped() ? List.of() : copy(locations, 1);
                return () -> done.forEach(steps);
            });
        } catch (StoreException failed) {
            stopped.add(failed);
        }
    }

    private boolean isStopped() {
        return failuresInARow.get() >= MOST_FAILURES;
    }

    /** Locations that are looked at together. */
    private static final class Batch {
        private List<String> locations = new ArrayList<>();
        private long bytes;

        boolean isFull(Documents.Listed next) {
            return locations.size() >= MOST_DOCUMENTS || !locations.isEmpty() && bytes + next.size() > MOST_BYTES;
        }

        void add(Documents.Listed listed) {
            locations.add(listed.location());
            bytes += listed.size();
        }

        List<String> take() {
            List<String> taken = locations;
            locations = new ArrayList<>();
            bytes = 0;
            return taken;
        }
    }

    private List<SyncStep> copy(List<String> locations, int look) {
        List<SyncStep> steps = new ArrayList<>();
        Map<String, Bytes> present = target.digests(locations);
        Map<String, Bytes> known = present.isEmpty() ? Map.of() : source.digests(present.keySet());
        Set<String> unread = new HashSet<>(locations);
        Set<String> same = new LinkedHashSet<>();
        known.forEach((location, digest) -> {
            if (!digest.isEmpty() && digest.equals(present.getOrDefault(location, Bytes.EMPTY))) {
                same.add(location);
            }
        });
        if (search.filter().isEmpty()) {
            unread.removeAll(same);
            same.forEach(location -> steps.add(new SyncStep(location, Action.UNCHANGED)));
        }
        Placements placements = new Placements(steps, look);
        source.read(
                locations.stream().filter(unread::contains).toList(),
                document -> {
                    unread.remove(document.location());
                    if (same.contains(document.location())) {
                        steps.add(new SyncStep(document.location(), actionOfSame(document)));
                    } else {
                        copy(document, Optional.ofNullable(present.get(document.location())), placements);
                    }
                },
                (location, broken) -> {
                    unread.remove(location);
                    steps.add(failed(location, broken));
                });
        placements.put();
        unread.forEach(vanished -> steps.add(new SyncStep(vanished, Action.LEFT_OUT)));
        return steps;
    }

    private static SyncStep failed(String location, StoreException broken) {
        return new SyncStep(
                location,
                Action.FAILED,
                broken.unreadable()
                        .map(file -> "it cannot be read: " + file.why())
                        .orElseGet(() -> String.valueOf(broken.getMessage())));
    }

    /** What both stores have counts only if it is wanted. */
    private Action actionOfSame(Documents.Document document) {
        try {
            return isWanted(SyncedDocument.of(document)) ? Action.UNCHANGED : Action.LEFT_OUT;
        } catch (StoreException broken) {
            return Action.LEFT_OUT;
        }
    }

    private boolean isWanted(SyncedDocument synced) {
        return search.filter()
                .filter(filter -> !filter.test(synced.entry(search.rules())))
                .isEmpty();
    }

    private void copy(Documents.Document document, Optional<Bytes> present, Placements placements) {
        String location = document.location();
        SyncedDocument synced;
        try {
            synced = SyncedDocument.of(document);
        } catch (StoreException broken) {
            placements.end(failed(location, broken));
            return;
        }
        if (!isWanted(synced)) {
            placements.end(new SyncStep(location, Action.LEFT_OUT));
            return;
        }
        Optional<String> credential = synced.credential(search.redaction());
        if (credential.isPresent()) {
            placements.end(new SyncStep(location, Action.FAILED, credential.get()));
        } else if (present.isEmpty()) {
            placements.add(synced.placement(Optional.empty()), Action.ADDED);
        } else {
            decide(synced, present.get(), placements);
        }
    }

    private void decide(SyncedDocument synced, Bytes digest, Placements placements) {
        String location = synced.whole().location();
        Difference difference = Difference.of(synced, target);
        switch (difference.kind()) {
            case NONE, OLDER_DAY -> placements.end(new SyncStep(location, Action.UNCHANGED));
            case NEWER_DAY -> placements.add(synced.placement(Optional.of(digest)), Action.NEWER_DAY);
            case OTHER -> {
                if (extent.overwrites() && !digest.isEmpty()) {
                    placements.add(synced.placement(Optional.of(digest)), Action.OVERWRITTEN);
                } else {
                    placements.end(new SyncStep(location, Action.CONFLICT, difference.words()));
                }
            }
        }
    }

    /** @param action what it is, if it succeeds */
    private record Gathered(Documents.Placement placement, Action action) {}

    /** Documents that are put into the target together. */
    private final class Placements {
        private final List<SyncStep> steps;
        private final int look;
        private final List<Gathered> gathered = new ArrayList<>();
        private long bytes;

        Placements(List<SyncStep> steps, int look) {
            this.steps = steps;
            this.look = look;
        }

        void end(SyncStep step) {
            steps.add(step);
        }

        void add(Documents.Placement placement, Action action) {
            if (!extent.isWritten()) {
                steps.add(new SyncStep(placement.document().location(), action));
                return;
            }
            if (bytes + placement.document().size() > MOST_BYTES) {
                put();
            }
            gathered.add(new Gathered(placement, action));
            bytes += placement.document().size();
        }

        void put() {
            if (gathered.isEmpty()) {
                return;
            }
            List<Documents.Placed> results =
                    target.put(gathered.stream().map(Gathered::placement).toList());
            List<String> again = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                String location = gathered.get(i).placement().document().location();
                Documents.Placed result = results.get(i);
                if (result instanceof Documents.Placed.Kept) {
                    failuresInARow.set(0);
                    steps.add(new SyncStep(location, gathered.get(i).action()));
                } else if (result instanceof Documents.Placed.Failed failed) {
                    steps.add(new SyncStep(location, Action.FAILED, failed.reason()));
                    noteFailure(failed.reason());
                } else {
                    again.add(location);
                }
            }
            gathered.clear();
            bytes = 0;
            lookAgain(again);
        }

        private void lookAgain(List<String> locations) {
            if (locations.isEmpty()) {
                return;
            }
            if (look < LOOKS) {
                steps.addAll(copy(locations, look + 1));
            } else {
                locations.forEach(location ->
                        steps.add(new SyncStep(location, Action.CONFLICT, "another program changes it at the target")));
            }
        }
    }

    private void noteFailure(String reason) {
        if (failuresInARow.incrementAndGet() >= MOST_FAILURES) {
            throw new StoreException(reason, null);
        }
    }
}
