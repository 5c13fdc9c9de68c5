package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.explain.Remedy;
import io.reprise.core.filter.Filter;
import io.reprise.core.filter.FilterScope;
import io.reprise.core.filter.Trait;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
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
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Lists of recordings, and how one is deleted. */
public final class RecordingRoutes implements RouteGroup {
    private static final FilterScope SCOPE = FilterScope.RECORDINGS.with(Trait.UNUSED);
    /** Of broken files. */
    private static final int MOST_BROKEN = 1_000;

    private final Catalogue catalogue;
    private final UsedRecordings used;
    private final BodySearches searches = new BodySearches();

    public RecordingRoutes(Catalogue catalogue, UsedRecordings used) {
        this.catalogue = catalogue;
        this.used = used;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        Set<String> parameters = Set.of("filter", "sort", "limit", "cursor", "from", "test");
        routes.add(
                "GET",
                "recordings",
                Route.abandonable(parameters, (request, isGone) -> ControlAnswer.of(list(request, isGone))));
        routes.add(
                "DELETE",
                "recordings",
                Route.slow(Set.of("location"), request -> ControlAnswer.of(delete(request.required("location")))));
        routes.add(
                "GET",
                "unused",
                Route.abandonable(parameters, (request, isGone) -> ControlAnswer.of(unused(request, isGone))));
    }

    private Json list(ControlRequest request, BooleanSupplier isGone) {
        List<Json> broken = new ArrayList<>();
        Filter filter = request.filter(SCOPE);
        Instant now = Instant.now();
        Listing listing = new Listing(catalogue, searches, used, isGone);
        Selection selection = listing.select(request, filter, item -> true, file -> {
            if (broken.size() < MOST_BROKEN && request.test().isEmpty() && filter.accepts(file.facts(), now)) {
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
        return listing.progress().members(listed).done();
    }

    /** Only those of tests that ran: a test that was skipped used none of its recordings. */
    private Json unused(ControlRequest request, BooleanSupplier isGone) {
        Listing listing = new Listing(catalogue, searches, used, isGone);
        Selection selection = listing.select(
                request, request.filter(SCOPE), item -> used.isUnused(item.test(), item.location()), file -> {});
        JsonObjectBuilder listed = new JsonObjectBuilder()
                .with("unused", selection.items())
                .with("tests", used.tests().size())
                .with("total", selection.total())
                .withOrNull("cursor", selection.cursor());
        return listing.progress()
                .members(listed)
                .withOrNull(
                        "command",
                        selection.total() == 0
                                ? ""
                                : catalogue
                                        .store()
                                        .directory()
                                        .map(directory -> Remedy.commandLine(
                                                List.of("reprise", "prune", "--recordings", directory.toString())))
                                        .orElse(""))
                .done();
    }

    private Json delete(String location) {
        Store store = catalogue.store();
        Deletion deletion = new Deletion(store);
        deletion.remove(item(store, location));
        catalogue.deleted(location);
        return deletion.toJson();
    }

    /** What is broken can be deleted as well, if a list of the store has it: no other name leads to a file. */
    private Store.Item item(Store store, String location) {
        try {
            return store.at(location)
                    .map(Store.Item.class::cast)
                    .orElseThrow(() -> new WrongRequestException(404, "there is no recording " + Quoted.of(location)));
        } catch (StoreException broken) {
            if (!catalogue.lists(location)) {
                throw new WrongRequestException(404, "there is no recording " + Quoted.of(location));
            }
            return new Store.Broken(location, broken);
        }
    }
}
