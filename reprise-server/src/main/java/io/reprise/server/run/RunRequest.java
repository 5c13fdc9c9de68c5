package io.reprise.server.run;

import io.reprise.core.json.Json;
import io.reprise.server.outcome.Outcome;
import java.util.Optional;

/**
 * What became of one request of a run.
 *
 * @param outcome has the question only as long as there is memory for the bodies of requests
 * @param location of the recording that answered it, or that was made of its answer; empty for none
 * @param miss as {@code GET /__reprise/misses} shows it
 */
public record RunRequest(Outcome outcome, String location, Optional<Json> miss) {
    /** In bytes. */
    long size() {
        return outcome.request()
                .question()
                .map(question -> (long) question.request().body().size())
                .orElse(0L);
    }

    /** The same, without its body. */
    RunRequest brief() {
        Outcome.RequestSummary its = outcome.request();
        Outcome.RequestSummary brief =
                new Outcome.RequestSummary(its.method(), its.path(), Optional.empty(), its.model());
        return new RunRequest(
                new Outcome(outcome.verb(), brief, outcome.answer(), outcome.cost(), outcome.nanos()), location, miss);
    }
}
