package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.filter.Filter;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.reading.ReadingProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tests: what there is of them, and what can be done with them. */
public final class TestRoutes implements RouteGroup {
    private static final int LISTED_BY_DEFAULT = 1_000;
    private static final int MOST_LISTED = 10_000;
    private static final Set<String> TEST = Set.of("test");

    private final Catalogue catalogue;
    private final KnownTests known;

    public TestRoutes(Catalogue catalogue, KnownTests known) {
        this.catalogue = catalogue;
        this.known = known;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "tests",
                Route.slow(Set.of("filter", "limit", "cursor"), request -> ControlAnswer.of(list(request))));
        routes.add("GET", "tests/summary", Route.slow(TEST, request -> ControlAnswer.of(summary(named(request)))));
        routes.add("DELETE", "tests", Route.slow(TEST, request -> ControlAnswer.of(delete(named(request)))));
        routes.add(
                "POST",
                "tests/start-over",
                Route.slow(TEST, request -> ControlAnswer.of(startOver(request.testOrAll("all tests start over")))));
    }

    private static TestId named(ControlRequest request) {
        request.required("test");
        return request.test().orElseThrow();
    }

    private void add(Item item, Map<String, TestRow> rows) {
        row(item.test(), rows).add(item, known.used().isUnused(item.test(), item.location()));
    }

    private static TestRow row(TestId test, Map<String, TestRow> rows) {
        return rows.computeIfAbsent(test.name(), name -> new TestRow(test));
    }

    private Json list(ControlRequest request) {
        int limit = request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT);
        Filter filter = request.filter(TestRow.SCOPE);
        Instant now = Instant.now();
        Map<String, TestRow> byName = new TreeMap<>();
        ReadingProgress progress = catalogue.visit(item -> add(item, byName), broken -> {});
        known.counts().all().forEach((test, outcomes) -> row(test, byName).ended(outcomes));
        List<TestRow> wanted = new ArrayList<>(byName.values());
        wanted.removeIf(row -> !filter.accepts(row, now));
        Optional<String> after = request.parameter("cursor")
                .map(cursor -> SortOrder.Place.ofCursor(cursor).value());
        List<TestRow> rest = wanted.stream()
                .filter(row -> after.isEmpty() || row.test().name().compareTo(after.get()) > 0)
                .toList();
        List<TestRow> listed = rest.subList(0, Math.min(limit, rest.size()));
        JsonObjectBuilder answer = new JsonObjectBuilder()
                .with("tests", listed.stream().map(TestRow::toJson).toList())
                .with("total", wanted.size())
                .withOrNull(
                        "cursor",
                        listed.size() < rest.size()
                                ? new SortOrder.Place(
                                                listed.get(limit - 1).test().name(), "")
                                        .cursor()
                                : "");
        return progress.members(answer).done();
    }

    private Json summary(TestId test) {
        Map<String, TestRow> rows = new TreeMap<>();
        catalogue.visitOf(test, item -> add(item, rows));
        known.counts().of(test).ifPresent(outcomes -> row(test, rows).ended(outcomes));
        if (rows.isEmpty()) {
            throw unknown(test);
        }
        return row(test, rows).toSummary();
    }

    private static WrongRequestException unknown(TestId test) {
        return new WrongRequestException(
                404,
                "there is no test " + Quoted.of(test.name())
                        + ": no recording and no request has this test id; 'GET /__reprise/tests' lists the tests");
    }

    /** The locations of its recordings, sorted. */
    public List<String> locations(TestId test) {
        List<String> locations = new ArrayList<>();
        catalogue.visitOf(test, item -> locations.add(item.location()));
        locations.sort(null);
        return locations;
    }

    /**
     * Deletes the recordings of a test.
     *
     * @throws WrongRequestException if nothing is known of it
     */
    public Json delete(TestId test) {
        List<String> locations = locations(test);
        if (locations.isEmpty() && !known.knows(test)) {
            throw unknown(test);
        }
        Store store = catalogue.store();
        Deletion deletion = new Deletion(store);
        locations.forEach(location -> store.at(location)
                .filter(entry -> entry.recording().test().equals(test))
                .ifPresent(deletion::remove));
        return deletion.toJson();
    }

    /** As {@link #delete}, and starts the test over. */
    public Json deleteAndStartOver(TestId test) {
        Json deleted = delete(test);
        known.startOver(test);
        return deleted;
    }

    /**
     * Starts a test over, or all.
     *
     * @throws WrongRequestException if nothing is known of it
     */
    public Json startOver(Optional<TestId> test) {
        if (test.isPresent()) {
            if (!known.knows(test.get()) && locations(test.get()).isEmpty()) {
                throw unknown(test.get());
            }
            known.startOver(test.get());
        } else {
            known.startOver();
        }
        return new JsonObjectBuilder()
                .with("started_over", test.map(TestId::name).orElse("all tests"))
                .done();
    }
}
