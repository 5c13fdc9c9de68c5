package io.reprise.core.family.part;

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

    /** As OpenAI, Anthropic and those that follow them name errors in their API references; in letters and digits only. */
    private static final Map<String, Integer> NAMED = Map.ofEntries(
            Map.entry("tokens", 429),
            Map.entry("requests", 429),
            Map.entry("toomanyrequests", 429),
            Map.entry("resourceexhausted", 429),
            Map.entry("overloadederror", 529),
            Map.entry("slowdown", 503),
            Map.entry("requesttimeout", 408),
            Map.entry("deadlineexceeded", 504),
            Map.entry("conflicterror", 409),
            Map.entry("invalidapikey", 401),
            Map.entry("unauthenticated", 401),
            Map.entry("unauthorized", 401),
            Map.entry("forbidden", 403),
            Map.entry("requesttoolarge", 413),
            Map.entry("servererror", 500),
            Map.entry("apierror", 500));

    /** Parts of further names, in the order in which they are looked for. */
    private static final List<Map.Entry<String, Integer>> PARTS = List.of(
            Map.entry("ratelimit", 429),
            Map.entry("throttl", 429),
            Map.entry("quota", 429),
            Map.entry("capacity", 503),
            Map.entry("overload", 503),
            Map.entry("unavailable", 503),
            Map.entry("busy", 503),
            Map.entry("internal", 500),
            Map.entry("timeout", 504),
            Map.entry("timedout", 504),
            Map.entry("authentication", 401),
            Map.entry("billing", 402),
            Map.entry("credits", 402),
            Map.entry("permission", 403),
            Map.entry("notfound", 404),
            Map.entry("invalid", 400),
            Map.entry("badrequest", 400),
            Map.entry("unsupported", 400),
            Map.entry("contextlength", 400),
            Map.entry("abovemax", 400),
            Map.entry("toolusefailed", 400),
            Map.entry("contentfilter", 400),
            Map.entry("contentpolicy", 400),
            Map.entry("policyviolation", 400),
            Map.entry("image", 400),
            Map.entry("validat", 400),
            Map.entry("moderation", 400));

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
        StringBuilder letters = new StringBuilder();
        spelled.chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
        String name = letters.toString().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(NAMED.get(name))
                .or(() -> PARTS.stream()
                        .filter(part -> name.contains(part.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst());
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
