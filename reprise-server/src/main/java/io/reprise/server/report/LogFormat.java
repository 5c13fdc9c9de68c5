package io.reprise.server.report;

import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.core.json.SafeJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The form of what is said while a server runs. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** One object of JSON per line. */
    JSON;

    /** @throws IllegalArgumentException if it is neither; the message names both */
    public static LogFormat parse(String text) {
        return switch (text) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "' is not a format of the log; the formats are text and json");
        };
    }

    /** What is not about one request, in this form: {@code {"at": …, "message": …}}. */
    public String message(String text) {
        return this == TEXT
                ? text
                : SafeJson.text(
                        new JsonObjectBuilder()
                                .with(
                                        "at",
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.MILLIS)
                                                .toString())
                                .with("message", text.strip())
                                .done(),
                        Layout.COMPACT);
    }
}
