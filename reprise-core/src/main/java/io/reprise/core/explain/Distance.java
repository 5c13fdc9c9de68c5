package io.reprise.core.explain;

import io.reprise.core.explain.difference.Words;
import io.reprise.core.family.RequestWords;
import io.reprise.core.family.known.PathsBelowV1;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.key.Question;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures how different recorded requests are from a request, roughly as a number of words. Each word that the model
 * reads counts. A setting counts little, even if it is long.
 */
final class Distance {
    /** Between requests to another path or with another method. */
    static final int ELSEWHERE = 60;

    /** From here on, a recording made elsewhere explains nothing. */
    static final int NO_HELP = 80;

    /** From here on, a recording of the same test that was made elsewhere explains nothing. */
    static final int NO_HELP_IN_A_TEST = 160;

    private static final int OTHER_MODEL = 10;
    private static final int MOST_OF_A_SETTING = 12;
    private static final int OTHER_MEMBER = 3;

    private final Json asked;
    private final RequestWords words;
    private final Map<String, Map<String, Integer>> askedWords = new HashMap<>();

    Distance(Question asked) {
        this.asked = asked.canonical().value();
        this.words = asked.parsed().family().words();
    }

    /** @param recorded the canonical form of the request (docs/key.md) */
    int to(Json recorded) {
        int distance = 0;
        distance += recorded.get("method").equals(asked.get("method")) ? 0 : ELSEWHERE;
        distance += PathsBelowV1.areSame(recorded.text("path"), asked.text("path")) ? 0 : ELSEWHERE;
        for (String name : Set.of("query", "headers")) {
            distance += text(recorded, name).equals(text(asked, name)) ? 0 : OTHER_MODEL;
        }
        Json before = recorded.get("body").flatMap(body -> body.get("json")).orElse(Json.NULL);
        Json after = asked.get("body").flatMap(body -> body.get("json")).orElse(Json.NULL);
        if (before.members().isEmpty() || after.members().isEmpty()) {
            String name = "body";
            return distance + (text(recorded, name).equals(text(asked, name)) ? 0 : words(name, recorded, asked));
        }
        Set<String> names = new LinkedHashSet<>();
        after.members().forEach(member -> names.add(member.name()));
        before.members().forEach(member -> names.add(member.name()));
        for (String name : names) {
            distance += text(before, name).equals(text(after, name)) ? 0 : member(name, before, after);
        }
        return distance;
    }

    private int member(String name, Json before, Json after) {
        if (name.equals("model")) {
            return OTHER_MODEL;
        }
        int differing = OTHER_MEMBER + words(name, before, after);
        return words.isContent(name) ? differing : Math.min(differing, MOST_OF_A_SETTING);
    }

    private static String text(Json object, String name) {
        return object.get(name).map(value -> value.write(Layout.COMPACT)).orElse("");
    }

    /** The number of words that only one of both has. */
    private int words(String name, Json before, Json after) {
        Map<String, Integer> left = new HashMap<>(askedWords.computeIfAbsent(name, none -> counted(text(after, name))));
        int distance = left.values().stream().mapToInt(count -> count).sum();
        for (String word : words(text(before, name))) {
            Integer count = left.getOrDefault(word, 0);
            distance += count > 0 ? -1 : 1;
            left.put(word, count - 1);
        }
        return distance;
    }

    private static List<String> words(String text) {
        return Words.of(text).stream()
                .filter(word -> Character.isLetterOrDigit(word.codePointAt(0)))
                .toList();
    }

    private static Map<String, Integer> counted(String text) {
        Map<String, Integer> counts = new HashMap<>();
        words(text).forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts;
    }
}
