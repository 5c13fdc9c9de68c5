package io.reprise.formats.llamastack.response;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.formats.llamastack.python.PythonLiteral;
import io.reprise.formats.llamastack.request.LlamaStackCall;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer that made a Python client raise an exception.
 *
 * @param status empty if the exception has none, for example after an error in the middle of a stream
 */
record RecordedError(Optional<Integer> status, Json body, String type) {
    /** {@code Error code: 400 - {…}} (OpenAI) and {@code 404 NOT_FOUND. {…}} (Google): the status and the whole body. */
    private static final Pattern WITH_BODY =
            Pattern.compile("\\A(?:Error code: )?([1-5][0-9]{2})(?: -| [A-Z_]+\\.) (?=\\{)");

    static RecordedError of(Json response, Optional<LlamaStackCall.Library> library) {
        Json data = response.get("exception_data").orElse(Json.NULL);
        String message = data.get("message")
                .flatMap(Json::string)
                .or(() -> response.get("exception_message").flatMap(Json::string))
                .orElse("");
        Matcher spelled = WITH_BODY.matcher(message);
        boolean isSpelled = spelled.find();
        Optional<Json> whole = isSpelled ? PythonLiteral.dict(message, spelled.end()) : Optional.empty();
        Optional<Integer> status = data.get("status_code")
                .filter(value -> value instanceof Json.JsonNumber)
                .map(WireResponse::number)
                .or(() -> isSpelled ? Optional.of(Integer.valueOf(spelled.group(1))) : Optional.empty());
        Json body = whole.orElseGet(() -> wrapped(data.get("body").orElse(Json.NULL), message, library));
        return new RecordedError(
                status, body, data.get("type").flatMap(Json::string).orElse("an exception"));
    }

    /** The OpenAI client keeps only the content of {@code error}; Ollama's error is a string. */
    private static Json wrapped(Json body, String message, Optional<LlamaStackCall.Library> library) {
        if (library.filter(LlamaStackCall.Library.OLLAMA::equals).isPresent()) {
            return error(new Json.JsonString(message));
        }
        if (body instanceof Json.JsonString) {
            return body;
        }
        if (body instanceof Json.JsonObject) {
            boolean isWhole =
                    body.get("error").isPresent() || body.get("detail").isPresent();
            return isWhole ? body : error(body);
        }
        return error(new Json.JsonObject(List.of(
                new Json.Member("message", new Json.JsonString(message)),
                new Json.Member("type", Json.NULL),
                new Json.Member("param", Json.NULL),
                new Json.Member("code", Json.NULL))));
    }

    private static Json error(Json value) {
        return new Json.JsonObject(List.of(new Json.Member("error", value)));
    }

    /** Whether the connection broke without an error from the API. */
    boolean isCut() {
        return status.isEmpty() && !type.contains("APIError") && !type.contains("ResponseError");
    }

    /** @throws NoAnswerException if no answer caused the exception */
    Response answer() {
        int code = status.orElseThrow(() ->
                new NoAnswerException("it has " + type + ", which is not an answer of the API: it has no status"));
        return body.string()
                .map(text -> Response.whole(code, "text/plain", Bytes.utf8(text)))
                .orElseGet(() -> Response.whole(code, "application/json", Bytes.utf8(body.write(Layout.COMPACT))));
    }
}
