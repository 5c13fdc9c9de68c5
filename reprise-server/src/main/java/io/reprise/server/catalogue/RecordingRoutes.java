package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.catalogue.SortOrder.Place;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.outcome.UsedRecordings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lists of recordings, and how one is deleted. */
public final class RecordingRoutes implements RouteGroup {
    private static final FilterScope SCOPE = FilterScope.RECORDINGS.with(Trait.UNUSED);
    private static final int LISTED_BY_DEFAULT = 1_000;
    private static final int MOST_LISTED = 10_000;

    /** Of broken files. */
    private static final int MOST_BROKEN = 1_000;

    private final Catalogue catalogue;
    private final UsedRecordings used;

    public RecordingRoutes(Catalogue catalogue, UsedRecordings used) {
        this.catalogue = catalogue;
        this.used = used;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        Set<String> parameters = Set.of("filter", "sort", "limit", "cursor", "from", "test");
        routes.add("GET", "recordings", Route.slow(parameters, request -> ControlAnswer.of(list(request))));
        routes.add(
                "DELETE",
                "recordings",
                Route.slow(Set.of("location"), request -> ControlAnswer.of(delete(request.required("location")))));
        routes.add("GET", "unused", Route.slow(parameters, request -> ControlAnswer.of(unused(request))));
    }

    private Json list(ControlRequest request) {
        List<Json> broken = new ArrayList<>();
        Filter filter = request.filter(SCOPE);
        Selection selection = select(request, filter, item -> true, file -> {
            if (broken.size() < MOST_BROKEN && filter.isAll() && request.test().isEmpty()) {
                broken.add(new JsonObjectBuilder()
                        .withOrNull("location", file.location())
                        .with("error", file.error())
                        .done());
            }
        });
        JsonObjectBuilder listed = new JsonObjectBuilder()
                .with("recordings", selection.items())
                .with("broken", broken)
                .with("total", selection.total())
                .withOrNull("cursor", selection.cursor());
        return catalogue.progress().members(listed).done();
    }

    private Selection select(
            ControlRequest request, Filter filter, Predicate<Item> isWanted, Consumer<Catalogue.BrokenItem> broken) {
        Optional<TestId> test = request.test();
        Optional<Place> after = request.parameter("cursor").map(Place::ofCursor);
        SortOrder order = SortOrder.parse(request.parameter("sort").orElse("test"));
        Selection selection =
                new Selection(order, request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT), after, from(request));
        Instant now = Instant.now();
        catalogue.visit(
                item -> {
                    if ((test.isEmpty() || test.get().equals(item.test()))
                            && isWanted.test(item)
                            && filter.accepts(new ItemFacts(item, catalogue.store(), used), now)) {
                        selection.add(item);
                    }
                },
                broken);
        return selection;
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

    /** Only those of tests that ran: a test that was skipped used none of its recordings. */
    private Json unused(ControlRequest request) {
        Selection selection =
                select(request, request.filter(SCOPE), item -> used.isUnused(item.test(), item.location()), file -> {});
        JsonObjectBuilder listed = new JsonObjectBuilder()
                .with("unused", selection.items())
                .with("tests", used.tests().size())
                .with("total", selection.total())
                .withOrNull("cursor", selection.cursor());
        return catalogue
                .progress()
                .members(listed)
                .withOrNull(
                        "command",
                        selection.total() == 0
                                ? ""
                                : catalogue
                                        .store()
                                        .directory()
                                        .map(directory ->
                                                "reprise prune --recordings " + Undo.quoted(directory.toString()))
                                        .orElse(""))
                .done();
    }

    private Json delete(String location) {
        Store store = catalogue.store();
        store.remove(item(store, location));
        catalogue.deleted(location);
        return deleted(store, List.of(location));
    }

    /** What is broken can be deleted as well, if a list of the store has it: no other name leads to a file. */
    private Store.Item item(Store store, String location) {
        try {
            return store.at(location)
                    .map(Store.Item.class::cast)
                    .orElseThrow(() -> new WrongRequestException(404, "there is no recording " + Quoted.of(location)));
        } catch (StoreException broken) {
            if (catalogue.errorOf(location) == null) {
                throw new WrongRequestException(404, "there is no recording " + Quoted.of(location));
            }
            return new Store.Broken(location, broken);
        }
    }

    static Json deleted(Store store, List<String> locations) {
        return new JsonObjectBuilder()
                .with("deleted", locations.stream().map(Json.JsonString::new).toList())
                .withOrNull("undo", Undo.command(store.directory(), locations))
                .done();
    }
}
