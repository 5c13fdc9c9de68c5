package io.reprise.formats.llamastack.response;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.python.PythonRepr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Errors as llama-stack records them: as the exception that the Python client raises. */
final class RecordedException {
    /** The OpenAI client's classes (openai-python, {@code _make_status_error}). */
    private static final Map<Integer, String> OPENAI = Map.of(
            400, "BadRequestError",
            401, "AuthenticationError",
            403, "PermissionDeniedError",
            404, "NotFoundError",
            409, "ConflictError",
            422, "UnprocessableEntityError",
            429, "RateLimitError");

    private static final int SERVER_ERROR = 500;

    private final boolean isOllama;
    private final int status;

    RecordedException(String endpoint, int status) {
        this.isOllama = endpoint.startsWith("/api/");
        this.status = status;
    }

    Json of(Bytes body) {
        String text = body.decode().orElseThrow(() -> new NoAnswerException("its answer is not text"));
        return isOllama ? ollama(text) : openAi(text);
    }

    private Json openAi(String text) {
        String code = "Error code: " + status;
        Optional<Json> whole = Json.tryParse(text);
        Json inner = whole.map(body -> body.get("error").orElse(body)).orElseGet(() -> string(text.strip()));
        String message = whole.map(body -> code + " - " + PythonRepr.of(body))
                .orElseGet(() -> text.isBlank() ? code : text.strip());
        String type = OPENAI.getOrDefault(status, status >= SERVER_ERROR ? "InternalServerError" : "APIStatusError");
        return exception(Json.NULL, Json.FALSE, sdk("openai", type, message, inner), message);
    }

    private Json ollama(String text) {
        String message = Json.tryParse(text)
                .flatMap(body -> body.get("error"))
                .flatMap(Json::string)
                .orElse(text);
        String shown = message + " (status code: " + status + ")";
        return exception(Json.NULL, Json.FALSE, sdk("ollama", "ResponseError", message, Json.NULL), shown);
    }

    private Json sdk(String provider, String type, String message, Json body) {
        return RecordedResponse.object(
                new Json.Member("category", string("provider_sdk")),
                new Json.Member("provider", string(provider)),
                new Json.Member("type", string(type)),
                new Json.Member("message", string(message)),
                new Json.Member("status_code", new Json.JsonNumber(Integer.toString(status))),
                new Json.Member("body", body));
    }

    /** An error event after some chunks. */
    static Json midStream(List<Json> chunks, Json event) {
        Json error = event.get("error").orElse(event);
        String message = error.string()
                .or(() -> error.get("message").flatMap(Json::string))
                .orElse("An error occurred during streaming");
        return afterChunks(chunks, "APIError", message, error);
    }

    /** A connection that broke after some chunks. */
    static Json cut(List<Json> chunks) {
        return afterChunks(
                chunks,
                "RemoteProtocolError",
                "peer closed connection without sending complete message body (incomplete chunked read)",
                Json.NULL);
    }

    private static Json afterChunks(List<Json> chunks, String type, String message, Json body) {
        List<Json.Member> data = new ArrayList<>(List.of(
                new Json.Member("category", string("unknown")),
                new Json.Member("type", string(type)),
                new Json.Member("message", string(message))));
        if (!(body instanceof Json.JsonNull)) {
            data.add(new Json.Member("body", body));
        }
        return exception(new Json.JsonArray(chunks), Json.TRUE, new Json.JsonObject(data), message);
    }

    private static Json exception(Json body, Json isStreaming, Json data, String message) {
        return RecordedResponse.object(
                new Json.Member("body", body),
                new Json.Member("is_streaming", isStreaming),
                new Json.Member("is_exception", Json.TRUE),
                new Json.Member("exception_data", data),
                new Json.Member("exception_message", string(message)));
    }

    private static Json string(String text) {
        return new Json.JsonString(text);
    }
}
