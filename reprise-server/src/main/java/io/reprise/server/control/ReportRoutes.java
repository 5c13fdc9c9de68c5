package io.reprise.server.control;

import io.reprise.server.report.Report;
import java.util.Set;
import java.util.function.Supplier;

/** What has happened so far. */
public final class ReportRoutes implements RouteGroup {
    private final Supplier<Report> report;

    public ReportRoutes(Supplier<Report> report) {
        this.report = report;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET", "misses", Route.quick(Set.of(), request -> ControlAnswer.of(ReportJson.misses(report.get()))));
        routes.add("GET", "report", Route.quick(Set.of(), request -> ControlAnswer.of(ReportJson.of(report.get()))));
    }
}
