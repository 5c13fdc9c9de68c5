package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.StubbedExchange;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an expectation answers. */
final class ExpectedResponse {
    private static final int OK = 200;

    private ExpectedResponse() {}

    /** @throws NotImportedException if its answer is made when it is asked for, or is none of HTTP */
    static StubbedExchange of(Json expectation, RecordedCall call, List<Loss> losses) {
        Json response = expectation
                .get("httpResponse")
                .orElseThrow(() -> new NotImportedException("its action '"
                        + expectation.members().stream()
                                .map(Json.Member::name)
                                .filter(name -> name.startsWith("http") && !name.equals("httpRequest"))
                                .findFirst()
                                .orElse("")
                        + "' is no answer"));
        ExpectedBody body = ExpectedBody.of(response.get("body").orElse(new Json.JsonString("")));
        Bytes bytes = body.bytes()
                .orElseThrow(() -> new NotImportedException(
                        "the body of its answer, of the type " + body.type() + ", is not in the file"));
        Headers headers = Named.headers(Named.in(response.get("headers").orElse(Json.NULL)));
        for (Named cookie : Named.in(response.get("cookies").orElse(Json.NULL))) {
            headers = headers.plus("set-cookie", cookie.name() + "=" + cookie.value());
        }
        if (headers.first("content-type").isEmpty() && !body.contentType().isEmpty()) {
            headers = headers.plus("content-type", body.contentType());
        }
        if (response.get("connectionOptions").isPresent()) {
            losses.add(new Loss("httpResponse.connectionOptions", "faults do that (X-Reprise-Fault)"));
        }
        return new StubbedExchange(
                call,
                new RecordedAnswer(Stubs.number(response, "statusCode", OK), headers, bytes),
                delay(response),
                losses);
    }

    /** What an answer, or a part of one, waits before it is sent. In milliseconds. */
    static long delay(Json part) {
        Json delay = part.get("delay").orElse(Json.NULL);
        try {
            return Math.max(0, TimeUnit.valueOf(delay.text("timeUnit")).toMillis(Stubs.number(delay, "value", 0)));
        } catch (IllegalArgumentException none) {
            return 0;
        }
    }
}
