package io.reprise.core.replay.rule;

import io.reprise.core.exchange.Quoted;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings in one line, such as {@code ttft=300ms,tps=50}: names with or without a value, between commas or white
 * space. Put a value with these in double quotes. Every error names the setting, what it should be, and the line's
 * form.
 */
public final class Terms {
    private static final Pattern TERM = Pattern.compile("([^=\\s,\"]+)(?:=(?:\"([^\"]*)\"|([^\\s,\"]*)))?(?=[\\s,]|$)");
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,]+");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(?:\\.\\d{1,18})?");
    private static final int PERCENT_DIGITS = 2;

    /** Longer times are treated as mistakes. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final String line;
    private final String form;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Terms(String line, String form) {
        this.line = line;
        this.form = form;
    }

    /**
     * The settings of {@code line}.
     *
     * @param form one sentence that says how such a line is written; it ends every error's message
     * @throws IllegalArgumentException if the line is not a list of settings or has one twice
     */
    public static Terms parse(String line, String form) {
        Terms terms = new Terms(line, form);
        Matcher separator = SEPARATOR.matcher(line);
        Matcher term = TERM.matcher(line);
        int at = 0;
        while (at < line.length()) {
            if (separator.region(at, line.length()).lookingAt()) {
                at = separator.end();
            } else if (term.region(at, line.length()).lookingAt()) {
                terms.add(term);
                at = term.end();
            } else {
                throw terms.wrong(Quoted.of(line.substring(at)) + " is not name=value");
            }
        }
        return terms;
    }

    /** The parts between semicolons outside quotes; none is empty. */
    public static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ';' && !isQuoted) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (text.charAt(i) == '"') {
                isQuoted = !isQuoted;
            }
        }
        return parts;
    }

    private void add(Matcher term) {
        String name = term.group(1).toLowerCase(Locale.ROOT);
        String quoted = term.group(2);
        String plain = term.group(3);
        if (values.putIfAbsent(name, quoted != null ? quoted : plain != null ? plain : "") != null) {
            throw wrong(Quoted.of(name) + " occurs twice");
        }
    }

    /** The name of the first setting; empty if there is none. */
    public String first() {
        return values.isEmpty() ? "" : values.keySet().iterator().next();
    }

    /** The names without a value, in their order; they count as asked for. */
    public List<String> bare() {
        List<String> bare = values.entrySet().stream()
                .filter(term -> term.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        known.addAll(bare);
        return bare;
    }

    public boolean has(String name) {
        known.add(name);
        return values.containsKey(name);
    }

    /** The value of that setting, which may be an empty string; empty if it is not set. */
    public Optional<String> text(String name) {
        return has(name) ? Optional.of(values.getOrDefault(name, "")) : Optional.empty();
    }

    /** A time of zero to one day, written with its unit. */
    public Optional<Duration> time(String name) {
        return text(name).map(value -> {
            Duration time = LengthOfTime.parse(value)
                    .orElseThrow(() -> wrong(
                            name + " must be a time with its unit, such as 300ms or 1.5s, not " + Quoted.of(value)));
            if (time.compareTo(LONGEST) > 0) {
                throw wrong(name + " must be at most one day, not " + Quoted.of(value));
            }
            return time;
        });
    }

    /** A part of the whole, from 0 to 1; written {@code 10%} or {@code 0.1}. */
    public Optional<Double> part(String name) {
        return text(name).map(value -> {
            boolean isPercent = value.endsWith("%");
            String digits = isPercent ? value.substring(0, value.length() - 1) : value;
            if (DECIMAL.matcher(digits).matches()) {
                BigDecimal number = new BigDecimal(digits);
                double part = (isPercent ? number.movePointLeft(PERCENT_DIGITS) : number).doubleValue();
                if (part <= 1) {
                    return part;
                }
            }
            throw wrong(name + " must be from 0% to 100%, such as 10% or 0.1, not " + Quoted.of(value));
        });
    }

    /** A decimal number that is not less than {@code least}. */
    public Optional<Double> number(String name, double least) {
        return text(name).map(value -> {
            if (DECIMAL.matcher(value).matches() && Double.parseDouble(value) >= least) {
                return Double.parseDouble(value);
            }
            throw wrong(name + " must be a number of at least " + plain(least) + ", not " + Quoted.of(value));
        });
    }

    /** A whole number from {@code least} to {@code most}. */
    public Optional<Long> whole(String name, long least, long most) {
        return text(name).map(value -> {
            try {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException noNumber) {
                // The message below says what is wrong.
            }
            throw wrong(name + " must be a whole number from " + least + " to " + most + ", not " + Quoted.of(value));
        });
    }

    /** A number as it would be written here, without exponent and without a needless {@code .0}. */
    public static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** To be called when all settings that exist have been asked for: any other is an error. */
    public void refuseOthers() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw wrong(Quoted.of(name) + " is unknown here; the names are " + String.join(", ", known));
            }
        }
    }

    /** What to throw when the line is wrong for that reason. */
    public IllegalArgumentException wrong(String reason) {
        String whole = Quoted.of(line);
        boolean isAboutWhole = reason.regionMatches(true, 0, whole, 0, whole.length());
        return new IllegalArgumentException(
                whole + (isAboutWhole ? reason.substring(whole.length()) : ": " + reason) + ". " + form);
    }
}
