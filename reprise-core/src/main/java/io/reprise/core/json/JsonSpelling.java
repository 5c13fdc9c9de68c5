package io.reprise.core.json;

import java.util.BitSet;

/** Checks whether a text is spelled as its value would be written, without building the value. Needs no recursion. */
final class JsonSpelling {
    private static final String SHORT_ESCAPES = "\"\\btnfr";
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final String comma;
    private final String colon;
    private final BitSet objects = new BitSet();
    private int depth;
    private int at;

    private JsonSpelling(String text, boolean isSpaced) {
        this.text = text;
        this.comma = isSpaced ? ", " : ",";
        this.colon = isSpaced ? ": " : ":";
    }

    /** Whether this is JSON and {@code Json.parse(text).write(layout)} gives the same text. */
    static boolean isOf(String text, Layout layout) {
        if (layout == Layout.INDENTED) {
            throw new IllegalArgumentException("the layout " + layout + " is not told without making the value");
        }
        return new JsonSpelling(text, layout == Layout.SPACED).isWhole();
    }

    private boolean isWhole() {
        boolean awaitsValue = true;
        do {
            if (!awaitsValue) {
                boolean isObject = objects.get(depth - 1);
                if (skip(comma)) {
                    if (isObject && !name()) {
                        return false;
                    }
                    awaitsValue = true;
                } else if (skip(isObject ? '}' : ']')) {
                    depth--;
                } else {
                    return false;
                }
            } else if (skip('{')) {
                awaitsValue = !skip('}');
                if (awaitsValue) {
                    objects.set(depth++);
                    if (!name()) {
                        return false;
                    }
                }
            } else if (skip('[')) {
                awaitsValue = !skip(']');
                if (awaitsValue) {
                    objects.clear(depth++);
                }
            } else if (scalar()) {
                awaitsValue = false;
            } else {
                return false;
            }
        } while (awaitsValue || depth > 0);
        return at == text.length();
    }

    private boolean name() {
        return string() && skip(colon);
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
            boolean isWritten = c == '\\' ? escape() : c >= ' ' && (!Character.isSurrogate(c) || pair(c));
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

    /** Reads what follows a backslash, which must be necessary and in its shortest form. */
    private boolean escape() {
        if (SHORT_ESCAPES.indexOf(peek()) >= 0) {
            at++;
            return true;
        }
        int end = at + 1 + HEX_DIGITS;
        if (!skip('u') || end > text.length()) {
            return false;
        }
        int code = 0;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
            code = code << 4 | Character.digit(c, 16);
        }
        return Character.isHighSurrogate((char) code)
                ? !text.startsWith("\\ud", at) || "cdefCDEF".indexOf(charAt(at + 3)) < 0
                : Character.isLowSurrogate((char) code) || code < ' ' && "\b\t\n\f\r".indexOf(code) < 0;
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
        return charAt(at);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }
}
