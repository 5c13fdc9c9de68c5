package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How old a recording may become.
 *
 * @param days 1 or more
 */
public record MaxAge(int days) {
    private static final String NONE = "off";
    private static final int MOST_DAYS = 36_500;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})\\s*([a-z]*)");
    private static final Map<String, Integer> UNITS =
            Map.of("d", 1, "day", 1, "days", 1, "w", 7, "week", 7, "weeks", 7, "y", 365, "year", 365, "years", 365);

    public MaxAge {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(days + "d is not an age from 1d to " + MOST_DAYS + "d");
        }
    }

    /**
     * An age such as {@code 30d}, {@code 4w} or {@code 1y}; empty for {@code off}.
     *
     * @throws IllegalArgumentException for any other text; the message says what would be one
     */
    public static Optional<MaxAge> parse(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        if (stripped.equals(NONE)) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(stripped);
        if (form.matches() && form.group(2).isEmpty()) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " has no unit; write " + stripped + "d for days, or off");
        }
        Integer unit = form.matches() ? UNITS.get(form.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " is not an age; write 30d for days, 4w for weeks, 1y for a year, or off");
        }
        long days = Long.parseLong(form.group(1)) * unit;
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(Quoted.of(text) + " is not an age from 1d to " + MOST_DAYS
                    + "d; write off" + " for recordings that never expire");
        }
        return Optional.of(new MaxAge((int) days));
    }

    /** Whether a recording of a day is older than that on another one. */
    public boolean isExceeded(LocalDate day, LocalDate today) {
        return day.plusDays(days).isBefore(today);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return days + "d";
    }
}
