package io.reprise.core.filter;

import java.util.Locale;

/** Looks for a text in others, in upper or lower case. */
final class WordSearch {
    private final String wanted;
    private final char lower;
    private final char upper;

    WordSearch(String wanted) {
        this.wanted = wanted;
        this.lower = wanted.isEmpty() ? 0 : Character.toLowerCase(wanted.charAt(0));
        this.upper = wanted.isEmpty() ? 0 : Character.toUpperCase(wanted.charAt(0));
    }

    boolean isIn(String text) {
        int last = text.length() - wanted.length();
        for (int at = 0; at <= last; at++) {
            char c = wanted.isEmpty() ? 0 : text.charAt(at);
            if ((c == lower || c == upper || c > 0x7f || lower > 0x7f)
                    && text.regionMatches(true, at, wanted, 0, wanted.length())) {
                return true;
            }
        }
        return false;
    }

    /** The lower-case form in which values are compared with patterns. */
    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
