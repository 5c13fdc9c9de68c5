package io.reprise.core.replay.fresh;

import io.reprise.core.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time in the form in which an answer wrote it. Another time can be written in the same form. */
sealed interface SpelledTime {
    Instant instant();

    /** The JSON text of the time that is later by this amount. */
    String later(Duration by);

    /** The time that a number or string stands for; empty if it is not a time. */
    static Optional<SpelledTime> parse(Json value) {
        return value instanceof Json.JsonNumber number
                ? Epoch.parse(number.spelling())
                : value.string().flatMap(Iso::parse);
    }

    /**
     * A number since 1970.
     *
     * @param unit a power of ten: how many there are in a second
     */
    record Epoch(BigDecimal number, int unit) implements SpelledTime {
        private static final Pattern FORM = Pattern.compile("\\d{1,19}(\\.\\d{1,9})?");

        /** Its size shows whether it counts seconds or smaller units: seconds have ten digits until the year 2286. */
        static Optional<SpelledTime> parse(String spelling) {
            if (!FORM.matcher(spelling).matches()) {
                return Optional.empty();
            }
            BigDecimal number = new BigDecimal(spelling);
            int digits = number.toBigInteger().toString().length();
            return Optional.of(new Epoch(number, digits <= 11 ? 0 : digits <= 14 ? 3 : digits <= 17 ? 6 : 9));
        }

        @Override
        public Instant instant() {
            BigDecimal nanos = number.movePointRight(9 - unit);
            BigDecimal[] seconds = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
            return Instant.ofEpochSecond(seconds[0].longValue(), seconds[1].longValue());
        }

        @Override
        public String later(Duration by) {
            Instant later = instant().plus(by);
            return BigDecimal.valueOf(later.getEpochSecond())
                    .add(BigDecimal.valueOf(later.get(ChronoField.NANO_OF_SECOND), 9))
                    .movePointRight(unit)
                    .setScale(Math.max(0, number.scale()), RoundingMode.FLOOR)
                    .toPlainString();
        }
    }

    /**
     * ISO 8601, as RFC 3339 and Go's and Python's libraries write it.
     *
     * @param fraction the number of digits after the seconds; -1 for no point
     * @param zone as it was written; empty for none, which means UTC
     */
    record Iso(LocalDateTime local, char separator, int fraction, String zone) implements SpelledTime {
        private static final Pattern FORM = Pattern.compile(
                "(\\d{4}-\\d\\d-\\d\\d)([T ])(\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?(Z|[+-]\\d\\d:\\d\\d)?");

        private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
        private static final long SECOND = 1_000_000_000;

        static Optional<SpelledTime> parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.empty();
            }
            try {
                String digits = form.group(4) == null ? "" : form.group(4);
                String zone = form.group(5) == null ? "" : form.group(5);
                String fraction = digits.isEmpty() ? "" : "." + digits;
                LocalDateTime local = LocalDateTime.parse(form.group(1) + "T" + form.group(3) + fraction);
                Iso moment = new Iso(local, form.group(2).charAt(0), digits.isEmpty() ? -1 : digits.length(), zone);
                moment.offset();
                return Optional.of(moment);
            } catch (DateTimeException noTime) {
                return Optional.empty();
            }
        }

        private ZoneOffset offset() {
            return zone.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(zone);
        }

        @Override
        public Instant instant() {
            return local.toInstant(offset());
        }

        @Override
        public String later(Duration by) {
            LocalDateTime later = local.plus(by);
            String digits = fraction < 0
                    ? ""
                    : "."
                            + String.valueOf(SECOND + later.get(ChronoField.NANO_OF_SECOND))
                                    .substring(1, 1 + fraction);
            return '"' + later.toLocalDate().toString() + separator + CLOCK.format(later) + digits + zone + '"';
        }
    }
}
