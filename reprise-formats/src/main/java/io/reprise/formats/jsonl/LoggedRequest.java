package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import io.reprise.formats.BodyType;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.Optional;

/** A request in a log: an object with a URL, or the body alone. */
final class LoggedRequest {
    private static final List<String> URLS = List.of("url", "path", "uri", "endpoint");

    private LoggedRequest() {}

    /**
     * The request.
     *
     * @param answered tells the API where the request does not
     * @throws NotImportedException if nobody knows which API was asked
     */
    static RecordedCall of(Json request, LoggedAnswer answered) {
        Optional<String> url = URLS.stream()
                .flatMap(name -> request.get(name).flatMap(Json::string).stream())
                .findFirst();
        return url.isPresent() ? withUrl(request, url.get()) : ofBody(LoggedBody.of(request), answered);
    }

    private static RecordedCall withUrl(Json request, String url) {
        LoggedBody body = LoggedBody.of(request.get("body").orElse(Json.NULL));
        String query = request.text("query");
        String method = request.text("method");
        boolean hasBody = !body.bytes().isEmpty();
        return RecordedCall.inAnyCase(
                !method.isEmpty() ? method : hasBody ? "POST" : "GET",
                query.isEmpty() || url.contains("?") ? url : url + "?" + query,
                typed(Stubs.headers(request.get("headers").orElse(Json.NULL)), body),
                body.bytes());
    }

    private static RecordedCall ofBody(LoggedBody body, LoggedAnswer answered) {
        if (body.json().members().isEmpty()) {
            throw new NotImportedException("its request is a text, and not the body that a client sends");
        }
        String path = KnownPath.of(body, answered)
                .orElseThrow(() -> new NotImportedException(
                        "nobody knows which API was asked; give it a request with 'method', 'path' and 'body'"));
        return new RecordedCall("POST", path, typed(Headers.NONE, body), body.bytes());
    }

    private static Headers typed(Headers headers, LoggedBody body) {
        boolean isUntyped = headers.first("content-type").isEmpty() && body.value() instanceof Json.JsonObject;
        return isUntyped ? headers.plus("content-type", BodyType.JSON) : headers;
    }
}
