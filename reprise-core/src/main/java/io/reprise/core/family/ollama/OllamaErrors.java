package io.reprise.core.family.ollama;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ollama's errors, which are one text (its API documentation, "Errors"). */
final class OllamaErrors {
    /** Words of errors in streams, which have no status beside them. */
    private static final List<Map.Entry<String, Integer>> STATUSES = List.of(
            Map.entry("not found", 404),
            Map.entry("does not exist", 404),
            Map.entry("does not support", 400),
            Map.entry("invalid", 400),
            Map.entry("unauthorized", 401),
            Map.entry("rate limit", 429),
            Map.entry("too many requests", 429),
            Map.entry("usage limit", 429),
            Map.entry("server busy", 503),
            Map.entry("overloaded", 503));

    private OllamaErrors() {}

    static Json error(String message) {
        return new JsonObjectBuilder().with("error", message).done();
    }

    /** The status that an error in a stream means, by a number beside it, or by its words. */
    static int status(Json error) {
        int named = ErrorStatus.of(error);
        String words = (error.text("error") + error.text("message")).toLowerCase(Locale.ROOT);
        return named != ErrorStatus.UNNAMED
                ? named
                : STATUSES.stream()
                        .filter(status -> words.contains(status.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(named);
    }

    static Refusal refusal(Refused refused) {
        return new Refusal(
                refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE),
                error(refused.message().orElseGet(() -> message(refused))));
    }

    private static String message(Refused refused) {
        return switch (refused.status()) {
            case 401 -> "unauthorized";
            case 404 -> "model '" + refused.model().orElse("") + "' not found";
            case 429 -> "too many requests";
            case 503 -> "server busy, please try again.  maximum pending requests exceeded";
            default -> refused.status() >= 500 ? "an error was encountered while running the model" : "invalid request";
        };
    }
}
