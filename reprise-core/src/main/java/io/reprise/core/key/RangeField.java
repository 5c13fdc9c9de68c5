package io.reprise.core.key;

import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The header that asks for a part of what a path names (RFC 9110, 14.2), in one spelling; docs/key.md specifies it. */
final class RangeField {
    static final String NAME = "range";

    /** What a list may consist of: visible characters without commas (RFC 9110, 14.1.1). */
    private static final Pattern SPEC = Pattern.compile("[!-+\\--~]+");

    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

    private RangeField() {}

    /** Whether it changes what is asked for. Of all methods, only GET has ranges (RFC 9110, 14.2). */
    static boolean counts(Request request) {
        return request.method().equals("GET");
    }

    /** All fields as one; empty if they say nothing. What is no range is compared as it was sent. */
    static Optional<String> canonical(List<String> values) {
        String joined = values.stream()
                .map(HeaderValue::trimmed)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(","));
        if (joined.isEmpty()) {
            return Optional.empty();
        }
        int equals = joined.indexOf('=');
        String unit = HeaderValue.trimmed(joined.substring(0, Math.max(0, equals)));
        List<String> specs = Arrays.stream(joined.substring(equals + 1).split(",", -1))
                .map(HeaderValue::trimmed)
                .filter(spec -> !spec.isEmpty())
                .toList();
        boolean isRange = HeaderValue.isToken(unit)
                && !specs.isEmpty()
                && specs.stream().allMatch(spec -> SPEC.matcher(spec).matches());
        return Optional.of(isRange ? written(unit.toLowerCase(Locale.ROOT), specs) : joined);
    }

    private static String written(String unit, List<String> specs) {
        boolean areNumbers = unit.equals("bytes");
        return unit + "="
                + specs.stream()
                        .map(spec -> areNumbers ? LEADING_ZEROS.matcher(spec).replaceAll("") : spec)
                        .collect(Collectors.joining(","));
    }
}
