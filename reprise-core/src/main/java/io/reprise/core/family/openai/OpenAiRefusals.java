package io.reprise.core.family.openai;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import java.math.BigDecimal;
import java.time.Duration;

/** OpenAI's refusals: codes, wording, and rate-limit headers (guide "Rate limits"). */
final class OpenAiRefusals {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
    private static final String LIMIT = "60";

    private OpenAiRefusals() {}

    static Refusal refusal(Refused refused) {
        String message = refused.message().orElseGet(() -> message(refused));
        return new Refusal(headers(refused), OpenAiErrors.error(refused.status(), code(refused.status()), message));
    }

    private static Headers headers(Refused refused) {
        Headers headers = Headers.NONE;
        if (refused.retryAfter().isPresent()) {
            Duration wait = refused.retryAfter().get();
            headers = Refusal.retryAfter(wait).plus("retry-after-ms", String.valueOf(wait.toMillis()));
        }
        if (refused.status() != 429) {
            return headers;
        }
        return headers.plus("x-ratelimit-limit-requests", LIMIT)
                .plus("x-ratelimit-limit-tokens", "150000")
                .plus("x-ratelimit-remaining-requests", "0")
                .plus("x-ratelimit-remaining-tokens", "149984")
                .plus("x-ratelimit-reset-requests", time(refused.retryAfter().orElse(USUAL_WAIT)))
                .plus("x-ratelimit-reset-tokens", "6ms");
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "invalid_api_key";
            case 403 -> "unsupported_country_region_territory";
            case 404 -> "model_not_found";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_exceeded";
            default -> status >= 500 ? "server_error" : "invalid_request";
        };
    }

    private static String message(Refused refused) {
        String model = refused.model().orElse("this model");
        return switch (refused.status()) {
            case 401 -> "Incorrect API key provided.";
            case 403 -> "Country, region, or territory not supported";
            case 404 -> "The model '" + model + "' does not exist or you do not have access to it.";
            case 429 ->
                "Rate limit reached for " + model + " on requests per min (RPM): Limit " + LIMIT + ", Used " + LIMIT
                        + ", Requested 1. Please try again in "
                        + time(refused.retryAfter().orElse(USUAL_WAIT)) + ".";
            case 503 -> "The engine is currently overloaded, please try again later";
            default ->
                refused.status() >= 500
                        ? "The server had an error while processing your request. Sorry about that!"
                        : "The request could not be served.";
        };
    }

    /** Go's form of durations, which OpenAI sends: {@code 12ms}, {@code 1.5s}, {@code 6m0s}. */
    private static String time(Duration time) {
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            return time.toMillis() + "ms";
        }
        BigDecimal seconds = BigDecimal.valueOf(time.toMillis() % 60_000, 3);
        String minutes = time.toMinutes() == 0 ? "" : time.toMinutes() + "m";
        return minutes
                + (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "s";
    }
}
