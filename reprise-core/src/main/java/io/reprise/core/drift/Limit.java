package io.reprise.core.drift;

import io.reprise.core.drift.Measure.Unit;
import io.reprise.core.exchange.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a measure may be: so many times the recorded one, or so much.
 *
 * @param text as it was given
 * @param most a factor, or an amount in the unit of the measure
 */
public record Limit(String text, double most, boolean isFactor) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)\\s*(%|x|ms|s|m)");
    private static final double SECOND = 1_000;
    private static final double MINUTE = 60_000;
    private static final double ALL = 100;

    /**
     * A part of all words, such as {@code 20%}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Limit ofWords(String text) {
        return parse(text, "%")
                .filter(limit -> limit.most() <= ALL)
                .orElseThrow(() -> new IllegalArgumentException(
                        text.strip().matches("[0-9]{1,2}|100")
                                ? Quoted.of(text) + " has no %; write " + text.strip() + "%"
                                : Quoted.of(text) + " is not a percentage of the words; write one such as 20%"));
    }

    /**
     * A factor such as {@code 2x}, or a time such as {@code 800ms}, {@code 3s} or {@code 1m}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Limit ofTime(String text) {
        return parse(text, "x ms s m")
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                Quoted.of(text)
                                        + " is not a limit for a time; write 2x for twice the recorded one, or a time such as 800ms or 3s"));
    }

    /**
     * A factor such as {@code 1.5x}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Limit ofCost(String text) {
        return parse(text, "x")
                .orElseThrow(() -> new IllegalArgumentException(Quoted.of(text)
                        + " is not a limit for a cost; write 1.5x for one and a half times the recorded one"));
    }

    /** @param units that it may have, separated by spaces */
    private static Optional<Limit> parse(String text, String units) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || !List.of(units.split(" ", -1)).contains(form.group(2))) {
            return Optional.empty();
        }
        double number = Double.parseDouble(form.group(1));
        return Optional.of(
                switch (form.group(2)) {
                    case "s" -> new Limit(text.strip(), number * SECOND, false);
                    case "m" -> new Limit(text.strip(), number * MINUTE, false);
                    case "x" -> new Limit(text.strip(), number, true);
                    default -> new Limit(text.strip(), number, false);
                });
    }

    /** Whether something cannot be said, since the recording or the answers do not tell it. */
    boolean isUnknown(Measure measure) {
        return measure.spread().isEmpty() || isFactor && measure.ratio().isEmpty();
    }

    /** What is wrong with a measure, such as {@code 32.1 % is more than 20%}; empty if it is within the limit, or unknown. */
    Optional<String> fault(Measure measure) {
        if (isUnknown(measure)) {
            return Optional.empty();
        }
        double mean = measure.spread().orElseThrow().mean();
        OptionalDouble ratio = measure.ratio();
        double compared = isFactor ? ratio.orElse(0) : mean;
        if (compared <= most) {
            return Optional.empty();
        }
        String now = words(measure.unit(), mean);
        return Optional.of(
                isFactor
                        ? now + " is " + String.format(Locale.ROOT, "%.1f", compared) + " times "
                                + words(measure.unit(), measure.recorded().orElse(0)) + ", and more than " + text
                        : now + " is more than " + text);
    }

    private static String words(Unit unit, double value) {
        return switch (unit) {
            case PERCENT -> String.format(Locale.ROOT, "%.1f %%", value);
            case MILLISECONDS -> String.format(Locale.ROOT, "%.0f ms", value);
            case DOLLARS -> String.format(Locale.ROOT, "$%.6f", value);
            case TOKENS, PER_SECOND -> String.format(Locale.ROOT, "%.1f", value);
        };
    }
}
