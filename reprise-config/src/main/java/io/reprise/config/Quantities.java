package io.reprise.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units, as people write them. */
final class Quantities {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([A-Za-z]*)");

    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kb", 1_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mb", 1_000_000L),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("gib", 1L << 30));

    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    private Quantities() {}

    /**
     * Bytes, such as {@code 64MiB}, {@code 10MB} or {@code 4096}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static long bytes(String text) {
        return read(text, BYTES, "is not a size; write 4096, 64KiB, 10MB or 1GiB");
    }

    /**
     * A length of time, such as {@code 10s}, {@code 500ms} or {@code 2m}; seconds where no unit is given.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Duration duration(String text) {
        return Duration.ofMillis(read(text, MILLISECONDS, "is not a length of time; write 500ms, 10s or 2m"));
    }

    private static long read(String text, Map<String, Long> units, String complaint) {
        Matcher matcher = FORM.matcher(text.trim());
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' " + complaint);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("'" + text + "' is too large", tooLarge);
        }
    }
}
