package io.reprise.server.control.route;

import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.outcome.Report;
import java.util.Set;
import java.util.function.Supplier;

/** What has happened since the server started, or since someone began to count again. */
public final class ReportRoutes implements RouteGroup {
    private final Supplier<Report> report;
    private final Runnable reset;

    /** @param reset begins to count again */
    public ReportRoutes(Supplier<Report> report, Runnable reset) {
        this.report = report;
        this.reset = reset;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add("GET", "report", Route.quick(Set.of(), request -> ControlAnswer.of(ReportJson.of(report.get()))));
        routes.add("POST", "report/reset", Route.quick(Set.of(), request -> {
            ControlAnswer before = ControlAnswer.of(ReportJson.of(report.get()));
            reset.run();
            return before;
        }));
    }
}
