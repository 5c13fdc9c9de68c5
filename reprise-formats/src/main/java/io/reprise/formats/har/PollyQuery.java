package io.reprise.formats.har;

import io.reprise.core.exchange.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The query of a URL as Polly.js 6 spells it before it compares: parsed and written by the package {@code qs}, with sorted names. */
final class PollyQuery {
    /** Up to these sizes {@code qs} keeps what it reads. */
    private static final int MOST_MEMBERS = 1_000;

    private static final int MOST_VALUES = 20;

    /** A name, and whether it is of a list. Deeper names are objects for {@code qs}. */
    private static final Pattern NAME = Pattern.compile("([^\\[\\]]+)(\\[])?");

    /** Names that an object of JavaScript has before all others. */
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private static final String LIST = "%5B%5D";

    /** In the order of an object of JavaScript whose members were added in the order of their names. */
    private static final Comparator<String> ORDER = Comparator.comparingInt(
                    (String name) -> INDEX.matcher(name).matches() ? Integer.parseInt(name) : Integer.MAX_VALUE)
            .thenComparing(Comparator.naturalOrder());

    private PollyQuery() {}

    /** Empty if it has what this class does not know how to spell. */
    static Optional<String> of(String query) {
        List<String> members = Stream.of(query.split("&", -1))
                .filter(member -> !member.isEmpty() && !member.startsWith("="))
                .toList();
        Map<String, List<Optional<String>>> values = new TreeMap<>(ORDER);
        boolean[] kinds = new boolean[2];
        for (String member : members) {
            int equals = member.indexOf('=');
            Matcher name = NAME.matcher(decoded(equals < 0 ? member : member.substring(0, equals)));
            if (!name.matches()) {
                return Optional.empty();
            }
            kinds[name.group(2) == null ? 0 : 1] = true;
            values.computeIfAbsent(name.group(1), any -> new ArrayList<>())
                    .add(equals < 0 ? Optional.empty() : Optional.of(decoded(member.substring(equals + 1))));
        }
        boolean isLists = kinds[1];
        boolean isKnown = members.size() < MOST_MEMBERS
                && !(kinds[0] && isLists)
                && values.values().stream().allMatch(list -> list.size() < MOST_VALUES);
        return isKnown
                ? Optional.of(values.entrySet().stream()
                        .flatMap(entry -> spelled(entry.getKey(), entry.getValue(), isLists))
                        .collect(Collectors.joining("&")))
                : Optional.empty();
    }

    private static Stream<String> spelled(String name, List<Optional<String>> values, boolean isList) {
        String encoded = encoded(name) + (isList ? LIST : "");
        return values.stream()
                .map(value -> value.map(text -> encoded + "=" + encoded(text)).orElse(encoded));
    }

    private static String decoded(String text) {
        String spaced = text.replace('+', ' ');
        return PercentEncoding.decodeStrictly(spaced).orElse(spaced);
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }
}
