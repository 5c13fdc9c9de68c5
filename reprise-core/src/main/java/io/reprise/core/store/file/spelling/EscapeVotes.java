package io.reprise.core.store.file.spelling;

import io.reprise.core.json.Escapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts which characters of JSON strings are escaped, and how. */
final class EscapeVotes {
    private static final int ASCII = 0x80;
    private static final int ESCAPE = 6;

    /** More would be a list that nobody reads. */
    private static final int MOST_OTHERS = 20;

    private static final String ALL_OTHERS = "\\u0080-\\uffff";

    private final int[] themselves = new int[ASCII];
    private final int[] shorts = new int[ASCII];
    private final int[] hex = new int[ASCII];
    /** Other characters that are escaped, and those that are themselves. */
    private final Map<Character, Integer> escaped = new TreeMap<>();

    private final Map<Character, Integer> unescaped = new HashMap<>();
    private int smallLetters;
    private int capitals;

    /** Counts the characters of a string from {@code from} to {@code to}, which are between its quotes. */
    void read(String text, int from, int to) {
        for (int at = from; at < to; ) {
            char c = text.charAt(at);
            if (c != '\\' || at + 1 >= to) {
                if (c < ASCII) {
                    themselves[c]++;
                } else if (!Character.isLowSurrogate(c)) {
                    unescaped.merge(c, 1, Integer::sum);
                }
                at++;
            } else if (text.charAt(at + 1) == 'u' && at + ESCAPE <= to) {
                at += hex(text, at, to);
            } else {
                shorts(text.charAt(at + 1));
                at += 2;
            }
        }
    }

    private void shorts(char letter) {
        int meaning = Escapes.meaning(letter);
        if (meaning >= 0) {
            shorts[meaning]++;
        }
    }

    /** Counts the escape at {@code at}, or two that are a pair, and returns its length. */
    private int hex(String text, int at, int to) {
        int code = Escapes.code(text, at + 2);
        if (code < 0) {
            return ESCAPE;
        }
        letters(text, at + 2);
        char c = (char) code;
        boolean isPair = Character.isHighSurrogate(c)
                && at + 2 * ESCAPE <= to
                && text.startsWith("\\u", at + ESCAPE)
                && Character.isLowSurrogate((char) Escapes.code(text, at + ESCAPE + 2));
        if (c < ASCII) {
            hex[c]++;
        } else if (isPair || !Character.isSurrogate(c)) { // half of a pair is always escaped
            escaped.merge(c, 1, Integer::sum);
        }
        return isPair ? 2 * ESCAPE : ESCAPE;
    }

    private void letters(String text, int digits) {
        for (int i = digits; i < digits + 4; i++) {
            char digit = text.charAt(i);
            smallLetters += digit >= 'a' ? 1 : 0;
            capitals += digit >= 'A' && digit <= 'F' ? 1 : 0;
        }
    }

    /** The escapes that most of the strings have. */
    Escapes winner() {
        boolean isUpper = capitals > smallLetters;
        List<String> all = new ArrayList<>();
        for (char c = 0; c < ASCII; c++) {
            if (hex[c] > themselves[c] + shorts[c] && (c >= ' ' || "\b\f\n\r\t".indexOf(c) >= 0)) {
                all.add(escape(c, isUpper));
            } else if (c == '/' && shorts[c] > themselves[c]) {
                all.add("\\/");
            }
        }
        if (areAllEscaped()) {
            all.add(isUpper ? ALL_OTHERS.replace("ffff", "FFFF") : ALL_OTHERS);
        } else {
            escaped.keySet().stream()
                    .filter(this::isEscaped)
                    .limit(MOST_OTHERS)
                    .forEach(c -> all.add(escape(c, isUpper)));
        }
        return Escapes.of(String.join(" ", all), isUpper);
    }

    /** Whether all characters beyond ASCII are escaped, not only some such as the line separator. */
    private boolean areAllEscaped() {
        boolean areSome =
                escaped.size() <= MOST_OTHERS && escaped.keySet().stream().allMatch(this::isEscaped);
        return !escaped.isEmpty() && (unescaped.isEmpty() || !areSome && count(escaped) > count(unescaped));
    }

    private boolean isEscaped(char c) {
        return escaped.getOrDefault(c, 0) > unescaped.getOrDefault(c, 0);
    }

    private static int count(Map<Character, Integer> votes) {
        return votes.values().stream().mapToInt(each -> each).sum();
    }

    private static String escape(char c, boolean isUpper) {
        return String.format(Locale.ROOT, isUpper ? "\\u%04X" : "\\u%04x", (int) c);
    }
}
