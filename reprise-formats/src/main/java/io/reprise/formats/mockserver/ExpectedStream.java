package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.Stubs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server-sent events that an expectation answers, spelled as MockServer sends them.
 *
 * @param times of the events, in milliseconds since the request
 */
record ExpectedStream(RecordedExchange exchange, List<Long> times) {
    static final String ACTION = "httpSseResponse";

    private static final int OK = 200;

    static ExpectedStream of(Json expectation, RecordedCall call) {
        Json response = expectation.get(ACTION).orElse(Json.NULL);
        List<Long> times = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        long at = ExpectedResponse.delay(response);
        for (Json event : response.list("events")) {
            at += ExpectedResponse.delay(event);
            times.add(at);
            body.append(spelled(event));
        }
        Headers headers = Named.headers(Named.in(response.get("headers").orElse(Json.NULL)));
        if (headers.first("content-type").isEmpty()) {
            headers = headers.plus("content-type", "text/event-stream");
        }
        if (headers.first("cache-control").isEmpty()) {
            headers = headers.plus("cache-control", "no-cache");
        }
        RecordedAnswer answer =
                new RecordedAnswer(Stubs.number(response, "statusCode", OK), headers, Bytes.utf8(body.toString()));
        return new ExpectedStream(new RecordedExchange(call, answer, Optional.empty()), times);
    }

    private static String spelled(Json event) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("id", "event")) {
            event.get(name)
                    .flatMap(Json::string)
                    .ifPresent(value -> text.append(name + ": " + value.replaceAll("[\r\n]", "") + "\n"));
        }
        if (event.get("retry").filter(Json.JsonNumber.class::isInstance).isPresent()) {
            text.append("retry: " + Stubs.number(event, "retry", 0) + "\n");
        }
        event.get("data").flatMap(Json::string).ifPresent(data -> {
            for (String line : data.split("\n")) {
                text.append("data: " + line + "\n");
            }
        });
        return text.append("\n").toString();
    }

    Found found(String origin, List<Loss> losses) {
        Found found = exchange.found(origin, TestId.NONE, losses);
        return found instanceof Found.Converted converted ? converted.arrivedAt(times) : found;
    }
}
