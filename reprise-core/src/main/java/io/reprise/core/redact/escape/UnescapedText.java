package io.reprise.core.redact.escape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text without one level of escapes (those of JSON, percent-encoding and entities, or those of quoted-printable), which keeps the original place of each
 * character.
 */
public final class UnescapedText {
    /** Nobody escapes deeper. */
    private static final int DEEPEST = 12;

    private static final int LONGEST_ENTITY = 9;
    private static final Map<String, Character> ENTITIES = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("nbsp", ' '),
            Map.entry("equals", '='),
            Map.entry("colon", ':'),
            Map.entry("lowbar", '_'),
            Map.entry("period", '.'),
            Map.entry("sol", '/'),
            Map.entry("plus", '+'));

    private final Optional<UnescapedText> outer;
    private final StringBuilder plain;
    private String text = "";

    /** The places in the plain text that an escape or nothing is before, ascending, and their original places. */
    private int[] places = new int[16];

    private int[] origins = new int[16];
    private int count;

    /** Where a soft line break ended, before which nothing was added. */
    private int afterBreak = -1;

    /** @param outer the text that has one more level of escapes, if it is not the original one */
    private UnescapedText(int size, Optional<UnescapedText> outer) {
        this.plain = new StringBuilder(size);
        this.outer = outer;
    }

    /** What the text is after one, two and more levels are taken off; none if it has no escapes. */
    public static List<UnescapedText> levels(String text) {
        List<UnescapedText> levels = new ArrayList<>();
        String before = text;
        for (UnescapedText next = of(text, Optional.empty());
                next.text.length() < before.length() && levels.size() < DEEPEST; ) {
            levels.add(next);
            before = next.text;
            if (HidingEscapes.areIn(before)) {
                next = of(before, Optional.of(next));
            }
        }
        return levels;
    }

    /** A text without the escapes and soft line breaks of quoted-printable (RFC 2045, 6.7). */
    public static UnescapedText ofQuotedPrintable(String escaped) {
        UnescapedText plain = new UnescapedText(escaped.length(), Optional.empty());
        for (int at = 0; at < escaped.length(); ) {
            at = plain.addQuoted(escaped, at);
        }
        return plain.finished(escaped.length());
    }

    private static UnescapedText of(String escaped, Optional<UnescapedText> outer) {
        UnescapedText plain = new UnescapedText(escaped.length(), outer);
        int done = 0;
        for (int at = 0; at < escaped.length(); ) {
            char c = escaped.charAt(at);
            if (c == '\\' || c == '%' || c == '&') {
                plain.plain.append(escaped, done, at);
                done = plain.addCharacter(escaped, at);
                at = done;
            } else {
                at++;
            }
        }
        plain.plain.append(escaped, done, escaped.length());
        return plain.finished(escaped.length());
    }

    private UnescapedText finished(int end) {
        note(plain.length(), end);
        text = plain.toString();
        plain.setLength(0);
        return this;
    }

    private int originOf(int place) {
        int noted = Arrays.binarySearch(places, 0, count, place);
        if (noted >= 0) {
            return origins[noted];
        }
        int before = -noted - 2;
        return before < 0 ? place : origins[before] + place - places[before];
    }

    private void note(int place, int origin) {
        if (count > 0 && places[count - 1] == place) {
            count--;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            origins = Arrays.copyOf(origins, 2 * count);
        }
        places[count] = place;
        origins[count++] = origin;
    }

    /** Adds the character or escape at {@code at}, and returns where the next one is. */
    private int addCharacter(String escaped, int at) {
        char c = escaped.charAt(at);
        if (c == '%') {
            int octet = hex(escaped, at + 1, at + 3);
            return octet >= 0 ? add((char) octet, at, at + 3) : add(c, at, at + 1);
        }
        if (c == '&') {
            return addEntity(escaped, at);
        }
        if (c != '\\' || at + 1 == escaped.length()) {
            return add(c, at, at + 1);
        }
        char kind = escaped.charAt(at + 1);
        int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
        int unit = digits == 0 ? -1 : hex(escaped, at + 2, at + 2 + digits);
        if (unit >= 0) {
            return add((char) unit, at, at + 2 + digits);
        }
        int place = "nrtbf".indexOf(kind);
        return add(place < 0 ? kind : "\n\r\t\b\f".charAt(place), at, at + 2);
    }

    private int addEntity(String escaped, int at) {
        int length = escaped.substring(at, Math.min(at + LONGEST_ENTITY + 1, escaped.length()))
                .indexOf(';');
        if (length < 0) {
            return add('&', at, at + 1);
        }
        int end = at + length;
        String name = escaped.substring(at + 1, end);
        Character named = ENTITIES.get(name);
        if (named != null) {
            return add(named, at, end + 1);
        }
        boolean isHex = name.startsWith("#x") || name.startsWith("#X");
        int unit = isHex ? number(name.substring(2), 16) : name.startsWith("#") ? number(name.substring(1), 10) : -1;
        return unit >= 0 ? add((char) unit, at, end + 1) : add('&', at, at + 1);
    }

    private static int number(String digits, int radix) {
        try {
            int number = Integer.parseInt(digits, radix);
            return number <= Character.MAX_VALUE ? number : -1;
        } catch (NumberFormatException isNone) {
            return -1;
        }
    }

    private int addQuoted(String escaped, int at) {
        char c = escaped.charAt(at);
        if (c != '=') {
            return add(c, at, at + 1);
        }
        int lineEnd = endOfLine(escaped, at + 1);
        if (lineEnd > at + 1) {
            afterBreak = lineEnd;
            return lineEnd;
        }
        int octet = hex(escaped, at + 1, at + 3);
        return octet >= 0 ? add((char) octet, at, at + 3) : add(c, at, at + 1);
    }

    /** Where the line end at {@code at}, itself or escaped, ends; {@code at} if there is none. */
    private static int endOfLine(String text, int at) {
        for (String end : List.of("\r\n", "\n", "\\r\\n", "\\n", "\\\\r\\\\n", "\\\\n")) {
            if (text.startsWith(end, at)) {
                return at + end.length();
            }
        }
        return at;
    }

    private int add(char c, int at, int next) {
        if (next - at > 1 || at == afterBreak) {
            note(plain.length(), at);
            plain.append(c);
            if (next - at > 1) {
                note(plain.length(), next);
            }
            return next;
        }
        plain.append(c);
        return next;
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

    public String text() {
        return text;
    }

    /** The original place of the character at {@code index}, or of the end. */
    public int origin(int index) {
        int origin = originOf(index);
        return outer.isEmpty() ? origin : outer.get().origin(origin);
    }
}
