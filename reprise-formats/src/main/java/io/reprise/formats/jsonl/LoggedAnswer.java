package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import io.reprise.core.stream.StreamFormats;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.Optional;

/**
 * An answer in a log: an object with a status, or the body alone.
 *
 * @param status empty if the log has none
 */
record LoggedAnswer(Optional<Integer> status, Headers headers, LoggedBody body) {
    private static final int SUCCESS = 200;
    private static final List<String> STATUSES = List.of("status", "status_code", "statusCode");
    private static final Loss SPELLED =
            new Loss("response", "the file has what each chunk of the stream says, and not how the API spelled it");

    /** @throws NotImportedException if it is none that an API sends */
    static LoggedAnswer of(Json response) {
        Optional<Integer> status = STATUSES.stream()
                .map(name -> Stubs.number(response, name, 0))
                .filter(number -> number > 0)
                .findFirst();
        if (status.isEmpty()) {
            return ofBody(LoggedBody.of(response));
        }
        Headers headers = Stubs.headers(response.get("headers").orElse(Json.NULL));
        String id = response.text("request_id");
        boolean isNew = !id.isEmpty() && headers.first("x-request-id").isEmpty();
        return new LoggedAnswer(
                status,
                isNew ? headers.plus("x-request-id", id) : headers,
                LoggedBody.of(response.get("body").orElse(Json.NULL)));
    }

    private static LoggedAnswer ofBody(LoggedBody body) {
        if (body.type().isEmpty()) {
            throw new NotImportedException("its response is a text of the model, and not the body that an API sends");
        }
        if (body.json().get("error").filter(error -> !error.equals(Json.NULL)).isPresent()) {
            throw new NotImportedException(
                    "its response is an error without a status; give it a response with 'status' and 'body'");
        }
        return new LoggedAnswer(Optional.empty(), Headers.NONE, body);
    }

    /**
     * As the answer to {@code request}.
     *
     * @param losses gets what the log does not have
     */
    RecordedAnswer answerTo(Request request, List<Loss> losses) {
        if (isStream(request)) {
            losses.add(SPELLED);
            Response stream = LoggedStream.of(request, body.value().items());
            Headers typed = headers.without("content-type")
                    .plus("content-type", stream.headers().first("content-type").orElse(""));
            return new RecordedAnswer(status.orElse(SUCCESS), typed, stream.body());
        }
        Headers typed = headers.first("content-type").isPresent()
                ? headers
                : body.type().map(type -> headers.plus("content-type", type)).orElse(headers);
        return new RecordedAnswer(status.orElse(SUCCESS), typed, body.bytes());
    }

    /** Whether the body lists what the chunks of a stream say. A list with another content type is an answer that is a list. */
    private boolean isStream(Request request) {
        if (!(body.value() instanceof Json.JsonArray)) {
            return false;
        }
        return headers.first("content-type")
                .map(type -> StreamFormats.KNOWN.of(type).isStream())
                .orElseGet(() -> status.isEmpty() || isStreamAskedFor(request));
    }

    private static boolean isStreamAskedFor(Request request) {
        return ApiFamilies.parse(request)
                .json()
                .flatMap(asked -> asked.get("stream"))
                .filter(Json.TRUE::equals)
                .isPresent();
    }
}
