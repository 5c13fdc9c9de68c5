package io.reprise.core.family;

import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import java.time.Duration;

/** The answer to a refused request, without the status. */
public record Refusal(Headers headers, Json body) {

    /** Headers that say when to try again: in whole seconds, rounded up (RFC 9110, 10.2.3). */
    public static Headers retryAfter(Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return Headers.of("retry-after", String.valueOf(seconds));
    }
}
