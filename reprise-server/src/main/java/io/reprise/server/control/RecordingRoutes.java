package io.reprise.server.control;

import java.util.Set;

/** The recordings of the store. */
public final class RecordingRoutes implements RouteGroup {
    private static final int LISTED_BY_DEFAULT = 1_000;
    private static final int MOST_LISTED = 1_000_000;

    private final RecordingListing recordings;

    public RecordingRoutes(RecordingListing recordings) {
        this.recordings = recordings;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "recordings",
                Route.slow(
                        Set.of("limit", "test"),
                        request -> ControlAnswer.of(recordings.first(
                                request.number("limit", MOST_LISTED, LISTED_BY_DEFAULT), request.test()))));
    }
}
