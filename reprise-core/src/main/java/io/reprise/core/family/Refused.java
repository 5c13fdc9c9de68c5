package io.reprise.core.family;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that an API refuses.
 *
 * @param status 400 to 599
 * @param message why, for people; empty for the API's own words
 * @param retryAfter when the client may try again; empty if the API does not say
 * @param model that was asked for
 */
public record Refused(
        int status, Optional<String> message, Optional<Duration> retryAfter, Optional<String> model, Instant now) {
    public Refused {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not an error; use 400 to 599");
        }
    }
}
