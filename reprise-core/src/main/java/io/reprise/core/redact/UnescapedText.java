package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text without one level of escapes, percent-encoded and those of JSON, which keeps the original place of each character.
 *
 * @param origins the original places of the characters, and the end
 */
record UnescapedText(String text, int[] origins) {
    /** Nobody escapes deeper. */
    private static final int DEEPEST = 8;

    /** What the text is after one, two and more levels are taken off; none if it has no escapes. */
    static List<UnescapedText> levels(String text) {
        List<UnescapedText> levels = new ArrayList<>();
        UnescapedText next = of(text);
        for (String before = text; next.text.length() < before.length() && levels.size() < DEEPEST; ) {
            levels.add(next);
            before = next.text;
            next = of(next);
        }
        return levels;
    }

    private static UnescapedText of(UnescapedText escaped) {
        UnescapedText once = of(escaped.text);
        int[] origins = new int[once.origins.length];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = escaped.origins[once.origins[i]];
        }
        return new UnescapedText(once.text, origins);
    }

    private static UnescapedText of(String escaped) {
        StringBuilder text = new StringBuilder(escaped.length());
        int[] origins = new int[escaped.length() + 1];
        for (int at = 0; at < escaped.length(); ) {
            origins[text.length()] = at;
            at += addCharacter(escaped, at, text);
        }
        origins[text.length()] = escaped.length();
        return new UnescapedText(text.toString(), Arrays.copyOf(origins, text.length() + 1));
    }

    /** Adds the character or escape at {@code at}, and returns its length. */
    private static int addCharacter(String escaped, int at, StringBuilder text) {
        char c = escaped.charAt(at);
        int octet = c == '%' ? hex(escaped, at + 1, at + 3) : -1;
        if (octet >= 0) {
            text.append((char) octet);
            return 3;
        }
        if (c != '\\' || at + 1 == escaped.length()) {
            text.append(c);
            return 1;
        }
        int unit = escaped.charAt(at + 1) == 'u' ? hex(escaped, at + 2, at + 6) : -1;
        if (unit >= 0) {
            text.append((char) unit);
            return 6;
        }
        int place = "nrtbf".indexOf(escaped.charAt(at + 1));
        text.append(place < 0 ? escaped.charAt(at + 1) : "\n\r\t\b\f".charAt(place));
        return 2;
    }

    /** The number that the digits from {@code from} to {@code to} are; -1 if there are other characters. */
    static int hex(String text, int from, int to) {
        if (to > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    int origin(int index) {
        return origins[index];
    }
}
