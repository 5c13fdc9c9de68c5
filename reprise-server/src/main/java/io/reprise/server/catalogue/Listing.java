package io.reprise.server.catalogue;

import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Filter;
import io.reprise.core.store.EnoughException;
import io.reprise.core.store.RecordingFacts;
import io.reprise.server.catalogue.SortOrder.Place;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.reading.ReadingProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One answer with a list of recordings: which ones are on it, and how far the store has been read for it. */
final class Listing {
    private static final int LISTED_BY_DEFAULT = 1_000;
    private static final int MOST_LISTED = 10_000;

    /** Bodies are searched so long for one answer. */
    private static final long LONGEST_SEARCH_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What has changed is read so long where it was read a moment ago. */
    private static final long AGAIN_MS = 200;

    private final Catalogue catalogue;
    private final BodySearches searches;
    private final UsedRecordings used;
    private final BooleanSupplier isGone;
    /** How many have not been searched yet. */
    private int unsearched;

    private ReadingProgress read;

    /** @param isGone whether nobody waits for the list any more */
    Listing(Catalogue catalogue, BodySearches searches, UsedRecordings used, BooleanSupplier isGone) {
        this.catalogue = catalogue;
        this.searches = searches;
        this.used = used;
        this.isGone = isGone;
        this.read = catalogue.progress().unfinished();
    }

    /**
     * What fits the parameters of a request. Of a filter that looks into bodies, what it selects as far as that is known after 2 s.
     *
     * @param isWanted what else must hold
     */
    Selection select(
            ControlRequest request, Filter filter, Predicate<Item> isWanted, Consumer<Catalogue.BrokenItem> broken) {
        Optional<TestId> test = request.test();
        Optional<Place> after = request.parameter("cursor").map(Place::ofCursor);
        SortOrder order = SortOrder.parse(request.parameter("sort").orElse("test"));
        Selection selection =
                new Selection(order, request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT), after, from(request));
        Instant now = Instant.now();
        Filter quick = filter.withoutBodies();
        Predicate<Item> isCandidate = item -> (test.isEmpty() || test.get().equals(item.test()))
                && isWanted.test(item)
                && quick.accepts(facts(item), now);
        try {
            if (!filter.readsBodies()) {
                visit(isCandidate, selection::add, broken, Catalogue.LONGEST_WAIT_MS);
            } else if (catalogue.isReadAgain()) {
                Filter bodies = filter.ofBodies();
                catalogue.readAgain(
                        (item, entry) -> isHere()
                                && isCandidate.test(item)
                                && bodies.accepts(
                                        new ItemFacts(item, () -> new RecordingFacts(entry).bodies(), used), now),
                        selection::add,
                        broken);
                read = catalogue.progress();
            } else {
                List<Item> candidates = new ArrayList<>();
                visit(isCandidate, candidates::add, broken, AGAIN_MS);
                search(filter, request.parameter("filter").orElse(""), candidates, now)
                        .forEach(selection::add);
            }
        } catch (EnoughException gone) {
            // nobody gets the answer
        }
        return selection;
    }

    private void visit(
            Predicate<Item> isCandidate, Consumer<Item> visitor, Consumer<Catalogue.BrokenItem> broken, long waitMs) {
        read = catalogue.visit(
                item -> {
                    if (isHere() && isCandidate.test(item)) {
                        visitor.accept(item);
                    }
                },
                broken,
                waitMs);
    }

    /** @throws EnoughException if nobody waits any more */
    private boolean isHere() {
        if (isGone.getAsBoolean()) {
            throw new EnoughException();
        }
        return true;
    }

    private List<Item> search(Filter filter, String text, List<Item> candidates, Instant now) {
        Filter bodies = filter.ofBodies();
        BodySearch search = searches.of(text);
        long end = System.nanoTime() + LONGEST_SEARCH_NANOS;
        unsearched = search.search(
                candidates,
                item -> bodies.accepts(facts(item), now),
                () -> isGone.getAsBoolean() || System.nanoTime() - end > 0);
        return candidates.stream().filter(search::selects).toList();
    }

    private ItemFacts facts(Item item) {
        return ItemFacts.of(item, catalogue.store(), used);
    }

    /** How far the store has been read for this list. */
    ReadingProgress progress() {
        return new ReadingProgress(
                Math.max(0, read.read() - unsearched), read.found(), read.isComplete() && unsearched == 0);
    }

    /** What is left out is in memory once. */
    private int from(ControlRequest request) {
        int from = request.index("from");
        if (from > 0 && request.parameter("cursor").isPresent()) {
            throw new WrongRequestException("give 'from' or 'cursor', not both");
        }
        if (from > MOST_LISTED && catalogue.isOverfull()) {
            throw new WrongRequestException("the store does not fit into the memory, so that 'from' can be at most "
                    + MOST_LISTED + "; use 'cursor'");
        }
        return from;
    }
}
