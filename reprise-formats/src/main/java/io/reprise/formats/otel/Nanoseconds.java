package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.formats.RecordedDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of spans, in nanoseconds since 1970. */
final class Nanoseconds {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}|[1-8][0-9]{18}");
    private static final long A_SECOND = 1_000_000_000;

    private Nanoseconds() {}

    /** Of a number, also in quotes, or of a text by ISO 8601; 0 for all else. */
    static long of(Optional<Json> time) {
        String text = time.map(value -> value instanceof Json.JsonNumber number
                        ? number.spelling()
                        : value.string().orElse(""))
                .orElse("");
        if (NUMBER.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            Instant instant = Instant.parse(text);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), A_SECOND), instant.getNano());
        } catch (DateTimeParseException | ArithmeticException none) {
            return 0;
        }
    }

    /** In seconds. */
    static long seconds(long time) {
        return time / A_SECOND;
    }

    /** The day in UTC; empty if the time is not known. */
    static Optional<LocalDate> day(long time) {
        return time <= 0 ? Optional.empty() : RecordedDay.ofSeconds(seconds(time));
    }
}
