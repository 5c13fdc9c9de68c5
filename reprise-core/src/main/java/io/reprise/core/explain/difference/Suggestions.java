package io.reprise.core.explain.difference;

import io.reprise.core.family.RequestWords;
import io.reprise.core.json.Json;
import io.reprise.core.key.TextPattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Suggests small rules that would ignore a difference. */
final class Suggestions {
    /** Settings that make another question of a request, whatever they are called elsewhere. */
    private static final Set<String> ASKED =
            Set.of("model", "n", "stream", "tool_choice", "function_call", "response_format", "format");

    private static final int MOST_DIGITS = 40;
    private static final int MOST_PLACES = 12;
    /** Longer texts are not searched for values that differ from run to run. */
    private static final int MOST_OF_TEXT = 400_000;

    private static final BigDecimal SMALL = new BigDecimal("0.01");

    private final RequestWords words;

    Suggestions(RequestWords words) {
        this.words = words;
    }

    /** For a member that only one side has, or whose values have nothing in common. */
    List<String> forMember(String path) {
        String top = path.split("[.\\[]", 2)[0];
        boolean isQuestion = path.isEmpty()
                || ASKED.contains(top)
                || words.isTools(top)
                || words.isContent(top)
                || words.isContent(path);
        return isQuestion ? List.of() : List.of("leave out " + jsonPath(path));
    }

    /** For two values that are neither texts nor lists nor objects. */
    List<String> forScalars(String path, Json recorded, Json asked) {
        if (recorded instanceof Json.JsonNumber one && asked instanceof Json.JsonNumber other) {
            int places = places(one.spelling(), other.spelling());
            if (places >= 0) {
                return List.of("round to " + places + (places == 1 ? " place" : " places") + " in " + jsonPath(path));
            }
        }
        return forMember(path);
    }

    /** To how many decimal places both numbers round to the same value; -1 if no rule would be useful. */
    private static int places(String recorded, String asked) {
        if (recorded.length() > MOST_DIGITS || asked.length() > MOST_DIGITS) {
            return -1;
        }
        BigDecimal one;
        BigDecimal other;
        try {
            one = new BigDecimal(recorded);
            other = new BigDecimal(asked);
        } catch (NumberFormatException hugeExponent) {
            return -1;
        }
        boolean isPlain = Math.abs(one.scale()) < MOST_DIGITS && Math.abs(other.scale()) < MOST_DIGITS;
        if (!isPlain
                || one.subtract(other)
                                .abs()
                                .compareTo(one.abs().max(other.abs()).multiply(SMALL))
                        > 0) {
            return -1;
        }
        for (int places = MOST_PLACES; places >= 1; places--) {
            BigDecimal rounded = one.setScale(places, RoundingMode.HALF_EVEN);
            if (rounded.compareTo(other.setScale(places, RoundingMode.HALF_EVEN)) == 0) {
                return places;
            }
        }
        return -1;
    }

    /** For two texts: the kinds of values, such as dates, in which they differ, if they are otherwise equal. */
    List<String> forTexts(String path, String recorded, String asked) {
        if (recorded.length() + asked.length() > MOST_OF_TEXT) {
            return forMember(path);
        }
        String one = recorded;
        String other = asked;
        List<String> rules = new ArrayList<>();
        for (TextPattern.Kind kind : TextPattern.Kind.values()) {
            if (!found(kind, one).equals(found(kind, other))) {
                rules.add("replace " + kind);
                one = kind.expression().search().replaceAll(one, "<>");
                other = kind.expression().search().replaceAll(other, "<>");
            }
        }
        return one.equals(other) ? rules : forMember(path);
    }

    private static List<String> found(TextPattern.Kind kind, String text) {
        List<String> found = new ArrayList<>();
        kind.expression().search().forEach(text, match -> found.add(match.group()));
        return found;
    }

    private static String jsonPath(String path) {
        return path.startsWith("[") ? "$" + path : "$." + path;
    }
}
