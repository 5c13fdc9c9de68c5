package io.reprise.core.family.openai;

import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;

/** OpenAI's error object (its API reference, "Error codes"). */
public final class OpenAiErrors {
    private OpenAiErrors() {}

    public static Json error(int status, String code, String message) {
        return new JsonObjectBuilder()
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("message", message)
                                .with("type", type(status))
                                .with("param", Json.NULL)
                                .with("code", code)
                                .done())
                .done();
    }

    /** The event that tells of an error in a stream of typed events. */
    public static PlainChunk event(Json error) {
        JsonObjectBuilder typed = new JsonObjectBuilder().with("type", "error");
        error.members().forEach(member -> typed.with(member.name(), member.value()));
        return PlainChunk.of("error", typed.done().write(Layout.COMPACT));
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
