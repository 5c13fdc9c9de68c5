package io.reprise.server.live;

import io.reprise.core.filter.FilterScope;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.report.Journal;
import io.reprise.server.report.RequestRing.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The latest requests: as a list, and as events while they come. */
public final class RequestsRoutes implements RouteGroup {
    /** 2^53 - 1: any client of JSON knows such a number exactly. */
    private static final long LARGEST_CURSOR = (1L << 53) - 1;

    private static final int LISTED_BY_DEFAULT = 100;
    private static final int MOST_LISTED = 10_000;

    private final Journal journal;
    private final EventStreams streams;

    public RequestsRoutes(Journal journal, EventStreams streams) {
        this.journal = journal;
        this.streams = streams;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "requests",
                Route.slow(Set.of("filter", "limit", "cursor"), request -> ControlAnswer.of(latest(request))));
        routes.add("GET", "events", Route.streamed(Set.of("filter"), streams::open));
    }

    /** The newest first; the cursor is the number of the oldest that was listed. */
    private Json latest(ControlRequest request) {
        int limit = request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT);
        long before = request.number("cursor", LARGEST_CURSOR, Long.MAX_VALUE);
        List<Row> rows = new ArrayList<>(new MaskedRows(request.filter(FilterScope.REQUESTS), journal.mask())
                .of(journal.latest().after(0)));
        Collections.reverse(rows);
        List<Row> older = rows.stream().filter(row -> row.seq() < before).toList();
        List<Row> listed = older.subList(0, Math.min(limit, older.size()));
        boolean hasMore = listed.size() < older.size();
        return new JsonObjectBuilder()
                .with("requests", RowJson.of(listed))
                .with("total", rows.size())
                .withOrNull(
                        "cursor", hasMore ? String.valueOf(listed.get(limit - 1).seq()) : "")
                .done();
    }
}
