package io.reprise.core.family.google;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Google's errors (AIP-193), and the statuses that the codes of google.rpc mean. */
final class GoogleErrors {
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("INVALID_ARGUMENT", 400),
            Map.entry("FAILED_PRECONDITION", 400),
            Map.entry("OUT_OF_RANGE", 400),
            Map.entry("UNAUTHENTICATED", 401),
            Map.entry("PERMISSION_DENIED", 403),
            Map.entry("NOT_FOUND", 404),
            Map.entry("ABORTED", 409),
            Map.entry("ALREADY_EXISTS", 409),
            Map.entry("RESOURCE_EXHAUSTED", 429),
            Map.entry("TOO_MANY_REQUESTS", 429),
            Map.entry("CANCELLED", 499),
            Map.entry("INTERNAL", 500),
            Map.entry("UNKNOWN", 500),
            Map.entry("DATA_LOSS", 500),
            Map.entry("UNIMPLEMENTED", 501),
            Map.entry("UNAVAILABLE", 503),
            Map.entry("DEADLINE_EXCEEDED", 504));

    private GoogleErrors() {}

    static Json error(int status, String message) {
        return error(status, message, Optional.empty());
    }

    private static Json error(int status, String message, Optional<Duration> wait) {
        JsonObjectBuilder error = new JsonObjectBuilder()
                .with("code", status)
                .with("message", message)
                .with("status", code(status));
        wait.ifPresent(time -> error.with(
                "details",
                List.of(new JsonObjectBuilder()
                        .with("@type", "type.googleapis.com/google.rpc.RetryInfo")
                        .with(
                                "retryDelay",
                                Math.max(1, time.plusNanos(999_999_999).toSeconds()) + "s")
                        .done())));
        return new JsonObjectBuilder().with("error", error.done()).done();
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 501 -> "UNIMPLEMENTED";
            case 502, 503 -> "UNAVAILABLE";
            default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
        };
    }

    /** The status that an error in a stream names, by its code as a number, or by the code's name. */
    static int status(Json error) {
        int named = ErrorStatus.of(error);
        return named != ErrorStatus.UNNAMED
                ? named
                : Stream.of("status", "code")
                        .flatMap(member -> Stream.ofNullable(
                                STATUSES.get(error.text(member).toUpperCase(Locale.ROOT))))
                        .findFirst()
                        .orElse(named);
    }

    static Refusal refusal(Refused refused) {
        String message = refused.message().orElseGet(() -> message(refused));
        return new Refusal(
                refused.retryAfter().map(Refusal::retryAfter).orElse(Headers.NONE),
                error(refused.status(), message, refused.retryAfter()));
    }

    private static String message(Refused refused) {
        return switch (refused.status()) {
            case 401 ->
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                        + " valid authentication credential.";
            case 403 -> "The caller does not have permission";
            case 404 ->
                "models/" + refused.model().orElse("unknown") + " is not found for API version v1beta, or is not"
                        + " supported for generateContent.";
            case 408, 504 -> "Deadline expired before operation could complete.";
            case 429 -> "Resource has been exhausted (e.g. check quota).";
            case 503 -> "The model is overloaded. Please try again later.";
            default ->
                refused.status() >= 500 ? "An internal error has occurred." : "Request contains an invalid argument.";
        };
    }
}
