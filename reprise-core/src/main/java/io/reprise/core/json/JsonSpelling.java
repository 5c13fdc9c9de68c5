package io.reprise.core.json;

import io.reprise.core.json.WhiteSpace.Lines;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Checks whether texts are spelled as their values would be written, without building the values. Needs no recursion. Of several texts, each is read only from where
 * it differs from the one before: the chunks of a stream begin alike.
 */
final class JsonSpelling {
    private static final int NO = -1;
    private static final int HEX_DIGITS = 4;

    private final Escapes escapes;
    private final WhiteSpace space;
    private final boolean hasLines;
    private final BitSet objects = new BitSet();
    private final Checkpoints checkpoints = new Checkpoints();
    private String text = "";
    private int depth;
    private int at;
    private int padding;

    private JsonSpelling(Spelling spelling) {
        this.escapes = spelling.escapes();
        this.space = spelling.whiteSpace();
        this.hasLines = !space.lines().isNone();
    }

    /**
     * The number of spaces before the last bracket, without which {@code Json.parse(text).write(spelling)} gives the same
     * text; -1 if it gives another, if there are more than {@link Spelling#MOST_PADDING}, or if this is not JSON.
     */
    static int padding(String text, Spelling spelling) {
        return new JsonSpelling(spelling).padding(text);
    }

    /** The same of each text. */
    static int[] paddings(List<String> texts, Spelling spelling) {
        JsonSpelling reading = new JsonSpelling(spelling);
        return texts.stream().mapToInt(reading::padding).toArray();
    }

    private int padding(String next) {
        int known = checkpoints.keep(text, next);
        text = next;
        at = 0;
        depth = 0;
        padding = 0;
        if (known >= 0) {
            at = checkpoints.places[known];
            depth = checkpoints.depths[known];
            for (int level = 0; level < depth; level++) {
                objects.set(level, (checkpoints.objects[known] >>> level & 1) != 0);
            }
        }
        return isWhole() && padding <= Spelling.MOST_PADDING ? padding : NO;
    }

    /** Reads on where a value is awaited. */
    private boolean isWhole() {
        boolean awaitsValue = true;
        do {
            if (awaitsValue) {
                boolean isObject = peek() == '{';
                if (isObject || peek() == '[') {
                    at++;
                    awaitsValue = !isEmpty(isObject ? '}' : ']');
                    if (awaitsValue && !begin(isObject)) {
                        return false;
                    }
                } else if (scalar()) {
                    awaitsValue = false;
                } else {
                    return false;
                }
            } else if (skip(space.comma())) {
                if (!next()) {
                    return false;
                }
                checkpoints.add(at, depth, objects);
                awaitsValue = true;
            } else if (!end()) {
                return false;
            }
        } while (awaitsValue || depth > 0);
        return at == text.length();
    }

    /** Reads the rest of what has no members or items. */
    private boolean isEmpty(char end) {
        int before = at;
        if (skip(space.empty()) && skip(end)) {
            return true;
        }
        at = before;
        return false;
    }

    private boolean begin(boolean isObject) {
        objects.set(depth++, isObject);
        return separator() && (!isObject || name());
    }

    private boolean next() {
        return newLine(depth) && (!objects.get(depth - 1) || name());
    }

    private boolean end() {
        depth--;
        boolean isSeparated = hasLines ? newLine(depth) : skip(space.inside());
        while (depth == 0 && skip(' ')) {
            padding++;
        }
        return isSeparated && skip(objects.get(depth) ? '}' : ']');
    }

    private boolean separator() {
        return hasLines ? newLine(depth) : skip(space.inside());
    }

    private boolean newLine(int level) {
        Lines lines = space.lines();
        return !hasLines || skip(lines.separator(level));
    }

    private boolean name() {
        return string() && skip(space.colon());
    }

    private boolean scalar() {
        if (peek() == '"') {
            return string();
        }
        return skip("true") || skip("false") || skip("null") || number();
    }

    private boolean string() {
        if (!skip('"')) {
            return false;
        }
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            boolean isWritten = c == '\\' ? escape() : !escapes.isEscaped(c) && (!Character.isSurrogate(c) || pair(c));
            if (!isWritten) {
                return false;
            }
        }
        return false;
    }

    /** Reads the second half of a pair of surrogates. */
    private boolean pair(char first) {
        boolean isPair = Character.isHighSurrogate(first) && Character.isLowSurrogate(peek());
        at++;
        return isPair;
    }

    /** Reads what follows a backslash, which must be one of the escapes. */
    private boolean escape() {
        char letter = peek();
        at++;
        if (letter != 'u') {
            int meaning = Escapes.meaning(letter);
            return meaning >= 0 && escapes.form((char) meaning) == Escapes.Form.SHORT;
        }
        int code = Escapes.code(text, at);
        if (code < 0 || !hasCase()) {
            return false;
        }
        at += HEX_DIGITS;
        return escapes.form((char) code) == Escapes.Form.HEX || isLone((char) code);
    }

    /** Whether the letters among the hexadecimal digits are as large as they should be. */
    private boolean hasCase() {
        for (int i = at; i < at + HEX_DIGITS; i++) {
            char c = text.charAt(i);
            if (escapes.isUpper() ? c >= 'a' && c <= 'f' : c >= 'A' && c <= 'F') {
                return false;
            }
        }
        return true;
    }

    /** Whether an escaped character before this place is half of a pair, without the other half after it. */
    private boolean isLone(char c) {
        if (Character.isHighSurrogate(c)) {
            return !text.startsWith("\\u", at) || !Character.isLowSurrogate((char) Escapes.code(text, at + 2));
        }
        return Character.isLowSurrogate(c);
    }

    private boolean number() {
        skip('-');
        boolean isNumber = skip('0') || digits();
        if (isNumber && skip('.')) {
            isNumber = digits();
        }
        if (isNumber && (skip('e') || skip('E'))) {
            if (!skip('+')) {
                skip('-');
            }
            isNumber = digits();
        }
        return isNumber;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean skip(String expected) {
        boolean isThere = text.startsWith(expected, at);
        at += isThere ? expected.length() : 0;
        return isThere;
    }

    private boolean skip(char expected) {
        boolean isThere = at < text.length() && text.charAt(at) == expected;
        at += isThere ? 1 : 0;
        return isThere;
    }

    /** The next character; after the end, one that JSON does not have outside of strings. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    /**
     * Places after a comma, and after the name of the next member, up to which a text is spelled as it should be, whatever follows: from there on a text is read that
     * is the same up to there.
     */
    private static final class Checkpoints {
        private static final int DEEPEST = Long.SIZE;
        private static final int MOST = 64;

        private int[] places = new int[8];
        private int[] depths = new int[8];
        private long[] objects = new long[8];
        private int count;

        void add(int place, int depth, BitSet open) {
            if (depth > DEEPEST || count == MOST) {
                return;
            }
            if (count == places.length) {
                places = Arrays.copyOf(places, 2 * count);
                depths = Arrays.copyOf(depths, 2 * count);
                objects = Arrays.copyOf(objects, 2 * count);
            }
            long bits = 0;
            for (int level = 0; level < depth; level++) {
                bits |= open.get(level) ? 1L << level : 0;
            }
            places[count] = place;
            depths[count] = depth;
            objects[count++] = bits;
        }

        /** Forgets the places up to which {@code next} is not the same; returns the index of the last one that is left, or -1. */
        int keep(String text, String next) {
            int same = 0;
            int from = 0;
            while (same < count && text.regionMatches(from, next, from, places[same] - from)) {
                from = places[same++];
            }
            count = same;
            return count - 1;
        }
    }
}
