package io.reprise.formats.orcareplay;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedDay;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.Stubs;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of a request and of its response. */
record RecordedEvents(Document document, Json request, Json response) {
    /** Where a trace of an older version, which does not say the path, has sent its requests. */
    private static final Map<String, String> PATHS =
            Map.of("anthropic", "/v1/messages", "openai", "/v1/chat/completions");

    static String origin(Document document, Json event) {
        return document.origin(Stubs.number(event, "seq", 0));
    }

    String origin() {
        return origin(document, request);
    }

    /** @throws NotImportedException if not all of the exchange is in the trace */
    Found found(TestId test) {
        Json asked = request.get("attrs").orElse(Json.NULL);
        Json answered = response.get("attrs").orElse(Json.NULL);
        if (Stubs.isTrue(asked, "truncated")
                || Stubs.isTrue(answered, "truncated")
                || Stubs.isTrue(answered, "abandoned")) {
            throw new NotImportedException("its trace does not have all of the request and the response");
        }
        int status = Stubs.number(answered, "status", 0);
        if (status == 0) {
            throw new NotImportedException("its trace has no status of a response");
        }
        List<Loss> losses = new ArrayList<>();
        boolean isModel = request.text("type").equals("model.request");
        if (isModel) {
            losses.add(
                    new Loss("headers", "a trace has none of calls of models; the content type follows from the body"));
        }
        EventPayload sent = EventPayload.of(document, request);
        EventPayload received = EventPayload.of(document, response);
        RecordedCall call = RecordedCall.inAnyCase(
                isModel ? "POST" : asked.text("method"), url(asked), headers(asked, sent), sent.bytes());
        RecordedAnswer answer = new RecordedAnswer(status, headers(answered, received), received.bytes());
        Found found = new RecordedExchange(call, answer, day()).found(origin(), test, losses);
        int millis = Stubs.number(answered, "duration_ms", 0);
        return found instanceof Found.Converted converted && millis > 0 ? converted.arrivedAt(millis) : found;
    }

    private static String url(Json asked) {
        String path = asked.text("path").isEmpty() ? PATHS.getOrDefault(asked.text("dialect"), "") : asked.text("path");
        if (path.isEmpty()) {
            throw new NotImportedException("its trace does not say the path of the request");
        }
        String host = asked.text("host");
        int port = Stubs.number(asked, "port", 0);
        return host.isEmpty() ? path : "https://" + host + (port > 0 ? ":" + port : "") + path;
    }

    private static Headers headers(Json attributes, EventPayload payload) {
        Headers headers = Stubs.headers(attributes.get("headers").orElse(Json.NULL));
        return headers.first("content-type").isPresent() || payload.bytes().equals(Bytes.EMPTY)
                ? headers
                : headers.plus("content-type", payload.contentType());
    }

    private Optional<LocalDate> day() {
        try {
            return RecordedDay.of(Instant.parse(request.text("ts")));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
