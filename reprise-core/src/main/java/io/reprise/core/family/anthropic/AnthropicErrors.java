package io.reprise.core.family.anthropic;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.time.temporal.ChronoUnit;

/** Anthropic's errors, as answers and as events (its API reference, "Errors" and "Rate limits"). */
final class AnthropicErrors {
    private static final String LIMIT = "50";

    private AnthropicErrors() {}

    static Json error(int status, String message) {
        return new JsonObjectBuilder()
                .with("type", "error")
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("type", type(status))
                                .with("message", message)
                                .done())
                .done();
    }

    static PlainChunk chunk(Json error) {
        return PlainChunk.of("error", error.write(Layout.COMPACT));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    static Refusal refusal(Refused refused) {
        String message = refused.message().orElseGet(() -> message(refused));
        return new Refusal(headers(refused), error(refused.status(), message));
    }

    private static Headers headers(Refused refused) {
        Headers headers = refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE);
        if (refused.status() != 429) {
            return headers;
        }
        String reset = refused.now()
                .plus(refused.retryAfter().orElse(ChronoUnit.SECONDS.getDuration()))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return headers.plus("anthropic-ratelimit-requests-limit", LIMIT)
                .plus("anthropic-ratelimit-requests-remaining", "0")
                .plus("anthropic-ratelimit-requests-reset", reset);
    }

    private static String message(Refused refused) {
        return switch (refused.status()) {
            case 401 -> "invalid x-api-key";
            case 402 -> "Your credit balance is too low to access the Anthropic API.";
            case 403 -> "Your API key does not have permission to use the specified resource.";
            case 404 -> "model: " + refused.model().orElse("not found");
            case 408, 504 -> "Request timed out";
            case 413 -> "Request exceeds the maximum size";
            case 429 ->
                "This request would exceed your organization's rate limit of " + LIMIT + " requests per minute.";
            case 503, 529 -> "Overloaded";
            default -> refused.status() >= 500 ? "Internal server error" : "The request could not be served.";
        };
    }
}
