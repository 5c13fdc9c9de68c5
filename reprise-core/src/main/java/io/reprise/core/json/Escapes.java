package io.reprise.core.json;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Objects;

/**
 * Which characters of strings a writer escapes, and how. Always escaped are the quotation mark, the backslash, control
 * characters and lone surrogates (RFC 8785, 3.2.2.2).
 */
public final class Escapes {
    /** No others than are always escaped, with the short escapes where there are any, and with small hexadecimal digits. */
    public static final Escapes FEWEST = new Escapes("", false);

    /** How a character is spelled. */
    enum Form {
        ITSELF,
        /** Such as {@code \n} or {@code \/}. */
        SHORT,
        /** Such as {@code \\u000a}. */
        HEX
    }

    private static final int ASCII = 0x80;
    private static final int ESCAPE = 6;
    private static final String SHORT = "\"\\/bfnrt";
    private static final String SHORT_MEANINGS = "\"\\/\b\f\n\r\t";

    private final String text;
    private final boolean isUpper;
    private final Form[] ofAscii = new Form[ASCII];
    private final boolean[] isAsciiEscaped = new boolean[ASCII];
    /** Ranges of other characters that are escaped: the first and the last of each. */
    private char[] ofOthers = {};

    private Escapes(String text, boolean isUpper) {
        this.text = text;
        this.isUpper = isUpper;
        Arrays.fill(ofAscii, Form.ITSELF);
        Arrays.fill(ofAscii, 0, ' ', Form.HEX);
        for (char always : "\"\\\b\t\n\f\r".toCharArray()) {
            ofAscii[always] = Form.SHORT;
        }
        noteEscaped();
    }

    /**
     * The escapes that {@code text} lists, beside those that are always there: sequences that are used, such as {@code \/}
     * and {@code \\u003c}, and ranges such as {@code \\u0080-\\uffff}, separated by spaces.
     *
     * @param isUpper whether hexadecimal digits are capital letters
     * @throws IllegalArgumentException if it is not such a list
     */
    public static Escapes of(String text, boolean isUpper) {
        Escapes escapes = new Escapes(text, isUpper);
        for (String item : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            escapes.add(item);
        }
        escapes.noteEscaped();
        return escapes;
    }

    private void noteEscaped() {
        for (int c = 0; c < ASCII; c++) {
            isAsciiEscaped[c] = ofAscii[c] != Form.ITSELF;
        }
    }

    private void add(String item) {
        boolean isRange = item.length() == 2 * ESCAPE + 1 && item.charAt(ESCAPE) == '-';
        if (item.length() == 2 && item.charAt(0) == '\\' && SHORT.indexOf(item.charAt(1)) >= 0) {
            ofAscii[SHORT_MEANINGS.charAt(SHORT.indexOf(item.charAt(1)))] = Form.SHORT;
        } else if (isRange || item.length() == ESCAPE) {
            char first = character(item.substring(0, ESCAPE));
            add(first, isRange ? character(item.substring(ESCAPE + 1)) : first);
        } else {
            throw new IllegalArgumentException(Quoted.of(item) + " is not an escape such as \\/ or \\u003c");
        }
    }

    private void add(char first, char last) {
        for (int c = first; c <= last && c < ASCII; c++) {
            ofAscii[c] = Form.HEX;
        }
        if (last >= ASCII) {
            ofOthers = Arrays.copyOf(ofOthers, ofOthers.length + 2);
            ofOthers[ofOthers.length - 2] = (char) Math.max(first, ASCII);
            ofOthers[ofOthers.length - 1] = last;
        }
    }

    private static char character(String escape) {
        int code = escape.startsWith("\\u") ? code(escape, 2) : -1;
        if (code < 0) {
            throw new IllegalArgumentException(Quoted.of(escape) + " is not an escape such as \\u003c");
        }
        return (char) code;
    }

    /** The number that four hexadecimal digits at {@code from} are; -1 if they are none. */
    public static int code(String text, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < text.length() && text.charAt(i) < ASCII ? Character.digit(text.charAt(i), 16) : -1;
            code = digit < 0 || code < 0 ? -1 : code << 4 | digit;
        }
        return code;
    }

    /** The list that this was made of. */
    public String text() {
        return text;
    }

    public boolean isUpper() {
        return isUpper;
    }

    /** How a character is spelled that is not half of a pair on its own. */
    Form form(char c) {
        if (c < ASCII) {
            return ofAscii[c];
        }
        for (int i = 0; i < ofOthers.length; i += 2) {
            if (c >= ofOthers[i] && c <= ofOthers[i + 1]) {
                return Form.HEX;
            }
        }
        return Form.ITSELF;
    }

    boolean isEscaped(char c) {
        return c < ASCII ? isAsciiEscaped[c] : ofOthers.length > 0 && form(c) != Form.ITSELF;
    }

    /** The index of the first character from there on that may be escaped; the length of the text if there is none. */
    int nextToCheck(String text, int from) {
        boolean mayBeOther = ofOthers.length > 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ASCII ? isAsciiEscaped[c] : mayBeOther || Character.isSurrogate(c)) {
                return i;
            }
        }
        return text.length();
    }

    void write(char c, StringBuilder out) {
        out.append('\\');
        if (form(c) == Form.SHORT) {
            out.append(SHORT.charAt(SHORT_MEANINGS.indexOf(c)));
            return;
        }
        String digits = isUpper ? "0123456789ABCDEF" : "0123456789abcdef";
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(digits.charAt((c >> shift) & 0xf));
        }
    }

    /** The character that a backslash and {@code letter} mean; -1 if they mean none. */
    public static int meaning(char letter) {
        int index = SHORT.indexOf(letter);
        return index < 0 ? -1 : SHORT_MEANINGS.charAt(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Escapes that && text.equals(that.text) && isUpper == that.isUpper;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, isUpper);
    }

    @Override
    public String toString() {
        return text + (isUpper ? " (capital letters)" : "");
    }
}
