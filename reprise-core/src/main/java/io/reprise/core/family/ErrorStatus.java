package io.reprise.core.family;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The HTTP status that an error object means, which came in a stream with status 200. */
public final class ErrorStatus {
    /** Of an error that names none. */
    public static final int UNNAMED = 500;

    private static final List<String> NUMBERS = List.of("status_code", "http_status", "code", "status");
    private static final List<String> NAMES = List.of("code", "type", "status", "error_type");

    /** As OpenAI, Anthropic and those that follow them name errors in their API references. */
    private static final Map<String, Integer> NAMED = Map.ofEntries(
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limit", 429),
            Map.entry("too_many_requests", 429),
            Map.entry("insufficient_quota", 429),
            Map.entry("tokens", 429),
            Map.entry("requests", 429),
            Map.entry("overloaded_error", 529),
            Map.entry("overloaded", 503),
            Map.entry("server_is_overloaded", 503),
            Map.entry("slow_down", 503),
            Map.entry("service_unavailable", 503),
            Map.entry("timeout", 504),
            Map.entry("timeout_error", 504),
            Map.entry("request_timeout", 408),
            Map.entry("vector_store_timeout", 504),
            Map.entry("conflict_error", 409),
            Map.entry("authentication_error", 401),
            Map.entry("invalid_api_key", 401),
            Map.entry("billing_error", 402),
            Map.entry("insufficient_credits", 402),
            Map.entry("permission_error", 403),
            Map.entry("permission_denied", 403),
            Map.entry("not_found_error", 404),
            Map.entry("model_not_found", 404),
            Map.entry("request_too_large", 413),
            Map.entry("server_error", 500),
            Map.entry("api_error", 500),
            Map.entry("internal_server_error", 500),
            Map.entry("internal_error", 500));

    /** Parts of names that say that the request itself is wrong, such as {@code context_length_exceeded}. */
    private static final List<String> OF_THE_REQUEST = List.of(
            "invalid",
            "bad_request",
            "unsupported",
            "context_length",
            "string_above_max",
            "tool_use_failed",
            "content_filter",
            "content_policy",
            "policy_violation",
            "image_",
            "_image",
            "validation",
            "moderation");

    private ErrorStatus() {}

    /** The status of an error object, such as the value of a member {@code error}; {@link #UNNAMED} if it names none. */
    public static int of(Json error) {
        return NUMBERS.stream()
                .flatMap(name -> error.get(name).flatMap(ErrorStatus::number).stream())
                .findFirst()
                .or(() -> NAMES.stream()
                        .flatMap(name -> error.get(name).flatMap(Json::string).stream())
                        .flatMap(name -> ofName(name).stream())
                        .findFirst())
                .orElse(UNNAMED);
    }

    /** The status that the name of an error means; empty for unknown names. */
    public static Optional<Integer> ofName(String spelled) {
        String name = spelled.toLowerCase(Locale.ROOT);
        Optional<Integer> known = Optional.ofNullable(NAMED.get(name));
        return known.isPresent() || OF_THE_REQUEST.stream().noneMatch(name::contains) ? known : Optional.of(400);
    }

    /** A status of 400 to 599, as a number or as text. */
    private static Optional<Integer> number(Json value) {
        String spelled = value instanceof Json.JsonNumber number
                ? number.spelling()
                : value.string().orElse("");
        return Stream.of(spelled)
                .filter(text -> text.matches("[45]\\d\\d"))
                .map(Integer::valueOf)
                .findFirst();
    }
}
