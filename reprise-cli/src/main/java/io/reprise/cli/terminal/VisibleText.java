package io.reprise.cli.terminal;

/**
 * Texts as a person sees them: a character that would control the terminal, or that changes others without being seen, is shown as a
 * mark. What a line shows is therefore what it says, whoever wrote the text.
 */
public final class VisibleText {
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int DELETE = 0x7f;
    /** Letters of living languages have fewer. */
    private static final int MOST_COMBINING = 8;

    private VisibleText() {}

    /** The text with marks; line feeds and tabs stay. A mark is {@code ␛}, or {@code <U+202E>} where there is no picture. */
    public static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        int combining = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean isLineEnd = c == '\r' && i < text.length() && text.charAt(i) == '\n';
            combining = isCombining(c) ? combining + 1 : 0;
            if (!isLineEnd && combining <= MOST_COMBINING) {
                append(visible, c);
            } else if (combining == MOST_COMBINING + 1) {
                visible.append('…');
            }
        }
        return visible.toString();
    }

    /** As {@link #of(String)}, on one line. */
    public static String line(String text) {
        return of(text.replaceAll("[\\r\\n\\t]+", " "));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= DELETE || c < ' ' && c != '\n' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder visible, int c) {
        if (c == '\n' || c == '\t') {
            visible.appendCodePoint(c);
        } else if (c < ' ') {
            visible.appendCodePoint(CONTROL_PICTURES + c);
        } else if (c == DELETE) {
            visible.append('\u2421');
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            visible.append('\ufffd');
        } else if (isControl(c)) {
            visible.append("<U+%04X>".formatted(c));
        } else {
            visible.appendCodePoint(c);
        }
    }

    private static boolean isCombining(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** Joiners are left alone: letters of Persian and pictures of families need them. */
    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> c != 0x200c && c != 0x200d;
            default -> false;
        };
    }
}
