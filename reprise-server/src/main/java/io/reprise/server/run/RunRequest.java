package io.reprise.server.run;

import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import io.reprise.server.outcome.Outcome;
import java.util.Optional;

/**
 * What became of one request of a run.
 *
 * @param outcome has the question only if there was memory for it
 * @param location of the recording that answered it, or that was made of its answer; empty for none
 * @param miss as {@code GET /__reprise/misses} shows it
 */
public record RunRequest(Outcome outcome, String location, Optional<Json> miss) {
    /** Of an outcome with all that it refers to, without its texts. */
    private static final int EACH = 500;

    /** Of a question, without its texts and its body. */
    private static final int QUESTION = 1_000;

    private static final int HEADER_FIELD = 100;

    /** A value of JSON takes so many times the memory of its text. */
    private static final int JSON = 4;

    /** In bytes, estimated. */
    long size() {
        Outcome.RequestSummary request = outcome.request();
        long texts = (long) request.path().length()
                + request.model().map(String::length).orElse(0)
                + outcome.answer().note().length()
                + outcome.answer().fault().length()
                + location.length();
        return EACH
                + texts
                + miss.map(json -> (long) JSON * json.write(Layout.COMPACT).length())
                        .orElse(0L)
                + request.question().map(RunRequest::size).orElse(0L);
    }

    private static long size(Question question) {
        Request request = question.request();
        long headers = request.headers().fields().stream()
                .mapToLong(field -> (long) HEADER_FIELD
                        + field.name().length()
                        + field.value().length())
                .sum();
        return QUESTION
                + request.path().length()
                + request.query().length()
                + headers
                + request.body().size();
    }

    /** The same, without its question and so without its body. */
    RunRequest brief() {
        Outcome.RequestSummary its = outcome.request();
        Outcome.RequestSummary brief =
                new Outcome.RequestSummary(its.method(), its.path(), Optional.empty(), its.model());
        return new RunRequest(
                new Outcome(outcome.verb(), brief, outcome.answer(), outcome.cost(), outcome.nanos()), location, miss);
    }
}
