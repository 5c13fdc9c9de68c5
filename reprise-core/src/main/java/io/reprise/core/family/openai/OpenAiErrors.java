package io.reprise.core.family.openai;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;

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

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "authentication_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }
}
