package io.reprise.core.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a filter that are numbers and times. */
final class FilterValues {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)([A-Za-z]*)");
    private static final Pattern STATUS = Pattern.compile("[1-5](\\d\\d|\\dx|xx)");

    private static final Map<String, Long> SIZES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1_000L),
            Map.entry("mb", 1_000_000L),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("kib", 1L << 10),
            Map.entry("mib", 1L << 20),
            Map.entry("gib", 1L << 30));

    private static final Map<String, Long> MILLISECONDS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    private FilterValues() {}

    /** In bytes. */
    static long size(FilterTerm term) {
        return scaled(term, SIZES, "is not a size; write 4096, 64KiB, 1.5MB or 1GiB");
    }

    /** In milliseconds. */
    static long milliseconds(FilterTerm term) {
        return scaled(term, MILLISECONDS, "is not a time; write 500ms, 2s, 10m, 3h, 7d or 2w");
    }

    private static long scaled(FilterTerm term, Map<String, Long> units, String wrong) {
        Matcher parts = NUMBER_AND_UNIT.matcher(term.value());
        if (parts.matches()) {
            Long unit = units.get(WordSearch.folded(parts.group(2)));
            if (unit != null) {
                return new BigDecimal(parts.group(1))
                        .multiply(BigDecimal.valueOf(unit))
                        .longValue();
            }
        }
        throw term.wrongValue("'" + term.value() + "' " + wrong);
    }

    /** The earliest moment that {@code since:} accepts: so long ago, or the beginning of a day in UTC. */
    static UnaryOperator<Instant> since(FilterTerm term) {
        if (NUMBER_AND_UNIT.matcher(term.value()).matches()
                && Character.isLetter(term.value().charAt(term.value().length() - 1))) {
            Duration ago = Duration.ofMillis(milliseconds(term));
            return now -> now.minus(ago);
        }
        try {
            Instant moment = term.value().indexOf('T') < 0
                    ? LocalDate.parse(term.value()).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(term.value());
            return now -> moment;
        } catch (DateTimeException wrong) {
            throw term.wrongValue(
                    "'" + term.value()
                            + "' is not a time; write an age such as since:3h or since:7d, or 2026-11-26 or 2026-11-26T09:30:00Z");
        }
    }

    /** Of one of {@code statuses}, such as {@code 404} or {@code 4xx}. */
    static IntPredicate status(FilterTerm term, List<String> statuses) {
        List<String> patterns = statuses.stream().map(WordSearch::folded).toList();
        for (String pattern : patterns) {
            if (!STATUS.matcher(pattern).matches()) {
                throw term.wrongValue("'" + pattern + "' is not a status; write 404, 4xx or 429,5xx");
            }
        }
        List<String> beginnings =
                patterns.stream().map(pattern -> pattern.replace("x", "")).toList();
        return status -> beginnings.stream().anyMatch(String.valueOf(status)::startsWith);
    }
}
