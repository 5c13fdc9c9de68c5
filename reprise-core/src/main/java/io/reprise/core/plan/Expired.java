package io.reprise.core.plan;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A recording that is older than it may be.
 *
 * @param location of the recording
 * @param recordedOn its day
 * @param age in days
 */
public record Expired(String location, LocalDate recordedOn, long age, MaxAge maxAge) {
    /**
     * What is wrong with the age of a recording; empty if nothing is, or nobody knows its day.
     *
     * @param today in UTC
     */
    public static Optional<Expired> of(
            String location, Optional<LocalDate> recordedOn, MaxAge maxAge, LocalDate today) {
        return recordedOn
                .filter(day -> maxAge.isExceeded(day, today))
                .map(day -> new Expired(location, day, ChronoUnit.DAYS.between(day, today), maxAge));
    }

    /** The same with another location, such as one without credentials. */
    public Expired with(UnaryOperator<String> words) {
        return new Expired(words.apply(location), recordedOn, age, maxAge);
    }

    /** What is wrong, as the rest of a sentence that begins with the recording. */
    public String words() {
        return "was recorded on " + recordedOn + ", " + age + (age == 1 ? " day" : " days") + " ago; max-age is "
                + maxAge;
    }
}
