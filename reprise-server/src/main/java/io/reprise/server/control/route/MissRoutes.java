package io.reprise.server.control.route;

import io.reprise.core.filter.Filter;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.outcome.MissLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The requests that no recording answered. */
public final class MissRoutes implements RouteGroup {
    private static final int LISTED_BY_DEFAULT = 100;
    private static final int MOST_LISTED = 1_000;

    private final MissLog misses;

    public MissRoutes(MissLog misses) {
        this.misses = misses;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "misses",
                Route.slow(Set.of("filter", "limit", "cursor"), request -> ControlAnswer.of(latest(request))));
    }

    /** The newest first; the cursor is the id of the oldest that was listed. */
    private Json latest(ControlRequest request) {
        int limit = request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT);
        int before = request.number("cursor", Integer.MAX_VALUE, Integer.MAX_VALUE);
        Filter filter = request.filter(MissFacts.SCOPE);
        Instant now = Instant.now();
        List<Json> wanted = new ArrayList<>(misses.latest().stream()
                .filter(miss -> filter.accepts(new MissFacts(miss), now))
                .toList());
        Collections.reverse(wanted);
        List<Json> older = wanted.stream()
                .filter(miss -> Long.parseLong(id(miss)) < before)
                .toList();
        List<Json> listed = older.subList(0, Math.min(limit, older.size()));
        return new JsonObjectBuilder()
                .with("misses", listed)
                .with("total", wanted.size())
                .withOrNull("cursor", listed.size() < older.size() ? id(listed.get(limit - 1)) : "")
                .done();
    }

    private static String id(Json miss) {
        return miss.get("id").flatMap(Json::string).orElseThrow();
    }
}
