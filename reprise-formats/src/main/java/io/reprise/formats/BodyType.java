package io.reprise.formats;

import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The content type of the body of an answer, told by its text, where a tool has kept nothing else. */
public final class BodyType {
    public static final String JSON = "application/json";

    private static final Pattern EVENT_STREAM = Pattern.compile("\\A\ufeff?\\s*(data|event|id|retry)?:");

    private BodyType() {}

    /** Of server-sent events, JSON, and lines of JSON; empty for all else. */
    public static Optional<String> of(String body) {
        if (isEvents(body)) {
            return Optional.of("text/event-stream");
        }
        if (isJson(body)) {
            return Optional.of(JSON);
        }
        List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
        return lines.size() > 1 && lines.stream().allMatch(BodyType::isJson)
                ? Optional.of("application/x-ndjson")
                : Optional.empty();
    }

    /** Whether server-sent events begin with it. */
    public static boolean isEvents(String body) {
        return EVENT_STREAM.matcher(body).find();
    }

    private static boolean isJson(String text) {
        return Json.tryParse(text).isPresent();
    }
}
