package io.reprise.core.explain.difference;

import java.util.ArrayList;
import java.util.List;

/** Splits texts into words, white space and single marks. Joined, they are the text again. */
public final class Words {
    private enum Kind {
        WORD,
        SPACE,
        LINE_END,
        /**
         * A character that stands alone, such as a punctuation mark, or one of a script that does not separate words.
         */
        SINGLE
    }

    private Words() {}

    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        Kind kind = Kind.SINGLE;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            Kind next = kind(c);
            if (i > start && (next != kind || next == Kind.SINGLE)) {
                words.add(text.substring(start, i));
                start = i;
            }
            kind = next;
            i += Character.charCount(c);
        }
        if (start < text.length()) {
            words.add(text.substring(start));
        }
        return words;
    }

    private static Kind kind(int c) {
        if (c == '\n' || c == '\r') {
            return Kind.LINE_END;
        }
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            return Kind.SPACE;
        }
        if (c < 0x80) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '\'' ? Kind.WORD : Kind.SINGLE;
        }
        boolean isOfWord = Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
        return isOfWord && !isWithoutSpaces(c) ? Kind.WORD : Kind.SINGLE;
    }

    private static boolean isWithoutSpaces(int c) {
        return Character.isIdeographic(c)
                || switch (Character.UnicodeScript.of(c)) {
                    case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> false;
                };
    }
}
