package io.reprise.server.catalogue;

import io.reprise.core.json.Json;
import io.reprise.server.catalogue.SortOrder.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** One page of a list that may be long: keeps only what is on it, and counts the rest. */
final class Selection {
    private record Placed(Place place, Item item) {}

    private final SortOrder order;
    private final int limit;
    private final int from;
    private final @Nullable Place after;
    private final Comparator<Place> comparator;
    private final PriorityQueue<Placed> page;
    private long total;
    private boolean hasMore;

    /**
     * @param after the last of the page before; empty for the first page
     * @param from so many of those that follow are left out
     */
    Selection(SortOrder order, int limit, Optional<Place> after, int from) {
        this.order = order;
        this.limit = limit;
        this.from = from;
        this.after = after.orElse(null);
        this.comparator = order.comparator();
        this.page = new PriorityQueue<>((a, b) -> comparator.compare(b.place(), a.place()));
    }

    void add(Item item) {
        total++;
        Place place = order.place(item);
        if (after != null && comparator.compare(place, after) <= 0) {
            return;
        }
        page.add(new Placed(place, item));
        if (page.size() > from + limit) {
            page.poll();
            hasMore = true;
        }
    }

    /** How many there were. */
    long total() {
        return total;
    }

    List<Json> items() {
        return sorted().stream().map(placed -> placed.item().toJson()).toList();
    }

    private List<Placed> sorted() {
        List<Placed> all = new ArrayList<>(page);
        all.sort((a, b) -> comparator.compare(a.place(), b.place()));
        return all.subList(Math.min(from, all.size()), all.size());
    }

    /** For the next page; empty at the end. */
    String cursor() {
        return hasMore ? page.element().place().cursor() : "";
    }
}
