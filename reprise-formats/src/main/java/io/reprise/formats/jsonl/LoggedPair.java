package io.reprise.formats.jsonl;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request and the answer to it, each with method, path or status, or the body alone.
 *
 * @param losses what a recording cannot have of it
 */
record LoggedPair(Json request, Json response, List<Loss> losses) {
    /** The names of the member that has the request. */
    static final List<String> REQUESTS = List.of("request", "input", "prompt");

    private static final List<String> RESPONSES = List.of("response", "output", "completion");

    LoggedPair {
        losses = List.copyOf(losses);
    }

    /** The pair in an object; empty if it does not have both. */
    static Optional<LoggedPair> in(Json row) {
        Optional<Json> request = first(row, REQUESTS);
        Optional<Json> response = first(row, RESPONSES);
        return request.isPresent() && response.isPresent()
                ? Optional.of(new LoggedPair(request.get(), response.get(), List.of()))
                : Optional.empty();
    }

    private static Optional<Json> first(Json row, List<String> names) {
        return names.stream()
                .flatMap(name -> row.get(name).stream())
                .filter(value -> !value.equals(Json.NULL))
                .findFirst();
    }

    Found found(String origin, TestId test) {
        List<Loss> known = new ArrayList<>(losses);
        LoggedAnswer answered = LoggedAnswer.of(response);
        RecordedCall call = LoggedRequest.of(request, answered);
        RecordedAnswer answer = answered.answerTo(call.request(), known);
        return new RecordedExchange(call, answer, Optional.empty()).found(origin, test, known);
    }
}
