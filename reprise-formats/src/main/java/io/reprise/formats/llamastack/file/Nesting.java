package io.reprise.formats.llamastack.file;

import io.reprise.core.exchange.Bytes;

/** How deep JSON may be nested. llama-stack's own reader (Python) ends with an error where it is some hundred levels, and so would the recursions over its files here. */
public final class Nesting {
    static final int MOST_LEVELS = 200;

    private Nesting() {}

    /**
     * Checks a text that may be JSON, without reading it.
     *
     * @throws IllegalArgumentException if it is nested deeper than {@value #MOST_LEVELS} levels
     */
    public static void check(String text) {
        int level = 0;
        boolean isInString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isInString && c == '\\') {
                i++;
            } else if (c == '"') {
                isInString = !isInString;
            } else if (!isInString && (c == '[' || c == '{')) {
                level++;
            } else if (!isInString && (c == ']' || c == '}')) {
                level--;
            }
            if (level > MOST_LEVELS) {
                throw new IllegalArgumentException("it is nested deeper than " + MOST_LEVELS + " levels");
            }
        }
    }

    /** The same for bytes. */
    public static void check(Bytes body) {
        check(body.latin1());
    }
}
