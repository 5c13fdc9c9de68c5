package io.reprise.formats;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The day, in UTC, of a time that another tool has kept. */
public final class RecordedDay {
    private RecordedDay() {}

    /** Empty if it is beyond the days that there are in a calendar: a file may have any number. */
    public static Optional<LocalDate> of(Instant time) {
        return ofSeconds(time.getEpochSecond());
    }

    /** @param seconds since 1970 */
    public static Optional<LocalDate> ofSeconds(long seconds) {
        try {
            return Optional.of(LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
