package io.reprise.server.control.route;

import io.reprise.core.exchange.Headers;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.metrics.Metrics;
import java.util.Set;

/** Metrics for Prometheus. */
public final class MetricsRoute implements RouteGroup {
    private final Metrics metrics;

    public MetricsRoute(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "metrics", Route.slow(Set.of(), this::read));
    }

    private ControlAnswer read(ControlRequest request) {
        Metrics.Exposition read = metrics.read(request.headers().first("accept").orElse(""));
        return new ControlAnswer.OfText(200, Headers.NONE, read.contentType(), read.text());
    }
}
