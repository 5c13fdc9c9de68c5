package io.reprise.formats.otel;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedExchange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bodies of request and answer, which OpenInference keeps in {@code input.value} and {@code output.value} for some clients.
 *
 * @param path of the API that has such requests
 */
record RawBodies(String path, String request, String answer) {
    private static final int OK = 200;

    /** Those of a span; empty if what it has there is something else. */
    static Optional<RawBodies> of(Span span, String provider) {
        Json request = Attributes.value(new Json.JsonString(span.text("input.value")));
        Json answer = Attributes.value(new Json.JsonString(span.text("output.value")));
        boolean isStream = request.get("stream").filter(Json.TRUE::equals).isPresent();
        if (isStream || request.text("model").isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        new Api("messages", "content", "/v1/messages"),
                        new Api("messages", "choices", "/v1/chat/completions"),
                        new Api("input", "output", "/v1/responses"),
                        new Api("input", "data", "/v1/embeddings"),
                        new Api("prompt", "choices", "/v1/completions"))
                .filter(api -> api.fits(request, answer))
                .filter(api -> provider.equals("anthropic") == api.path.equals("/v1/messages"))
                .map(api -> new RawBodies(api.path, span.text("input.value"), span.text("output.value")))
                .findFirst();
    }

    RecordedExchange exchange(String host, Optional<LocalDate> day, List<Loss> losses) {
        losses.add(new Loss(
                "request.headers", "a span has none; the bodies are those of 'input.value' and 'output.value'"));
        Headers json = Headers.of("content-type", "application/json");
        return new RecordedExchange(
                new RecordedCall("POST", host + path, json, Bytes.utf8(request)),
                new RecordedAnswer(OK, json, Bytes.utf8(answer)),
                day);
    }

    /** What requests and answers of an API have. */
    private record Api(String asked, String answered, String path) {
        boolean fits(Json request, Json answer) {
            return request.get(asked).isPresent()
                    && !answer.list(answered).isEmpty()
                    && !(answered.equals("choices")
                            && answer.list("choices").get(0).get("delta").isPresent());
        }
    }
}
