package io.reprise.server.control.route;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.outcome.FailedRecordings.FailedRecording;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.outcome.Report;

/** A report as JSON. */
public final class ReportJson {
    private ReportJson() {}

    static Json of(Report report) {
        return addTo(new JsonObjectBuilder(), report).done();
    }

    /** Adds all members of a report. */
    public static JsonObjectBuilder addTo(JsonObjectBuilder members, Report report) {
        for (Verb verb : Verb.values()) {
            members.with(verb.label().replace('-', '_'), report.count(verb));
        }
        return members.with("upstream_calls", report.upstreamCalls())
                .with(
                        "tokens_saved",
                        new JsonObjectBuilder()
                                .with("input", report.tokensSaved().input())
                                .with("output", report.tokensSaved().output())
                                .done())
                .with("cost_saved_usd", report.saved().cost().toJson())
                .with("unpriced", report.saved().unpriced())
                .withOrNull(
                        "price_as_of",
                        report.saved().pricesAsOf().map(Object::toString).orElse(""))
                .with("misses", new Json.JsonArray(report.misses()))
                .with(
                        "not_kept",
                        new Json.JsonArray(report.failedRecordings().stream()
                                .map(ReportJson::failed)
                                .toList()));
    }

    private static Json failed(FailedRecording failed) {
        return new JsonObjectBuilder()
                .with("request", failed.request())
                .withOrNull("test", failed.test())
                .with("reason", failed.reason())
                .done();
    }
}
