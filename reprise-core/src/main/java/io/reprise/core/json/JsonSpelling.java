package io.reprise.core.json;

import io.reprise.core.json.WhiteSpace.Lines;
import java.util.BitSet;

/** Checks whether a text is spelled as its value would be written, without building the value. Needs no recursion. */
final class JsonSpelling {
    private static final int NO = -1;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final Escapes escapes;
    private final WhiteSpace space;
    private final boolean hasLines;
    private final BitSet objects = new BitSet();
    private int depth;
    private int at;
    private int padding;

    private JsonSpelling(String text, Spelling spelling) {
        this.text = text;
        this.escapes = spelling.escapes();
        this.space = spelling.whiteSpace();
        this.hasLines = !space.lines().isNone();
    }

    /**
     * The number of spaces before the last bracket, without which {@code Json.parse(text).write(spelling)} gives the same
     * text; -1 if it gives another, or if this is not JSON.
     */
    static int padding(String text, Spelling spelling) {
        JsonSpelling reading = new JsonSpelling(text, spelling);
        return reading.isWhole() ? reading.padding : NO;
    }

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
}
