package io.reprise.core.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a filter into its terms. */
final class FilterTerms {
    /** Longer than any test id, so that each can be filtered by. In characters. */
    private static final int LONGEST = 10_000;

    private final String text;
    private int at;

    private FilterTerms(String text) {
        this.text = text;
    }

    static List<FilterTerm> of(String text) {
        if (text.length() > LONGEST) {
            throw new FilterSyntaxException(
                    LONGEST + 1, "it has " + text.length() + " characters; at most " + LONGEST + " are allowed");
        }
        FilterTerms terms = new FilterTerms(text);
        List<FilterTerm> found = new ArrayList<>();
        while (terms.skipSpace()) {
            found.add(terms.next());
        }
        return found;
    }

    /** Whether anything follows. */
    private boolean skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private FilterTerm next() {
        int start = at;
        boolean isNegated = text.charAt(at) == '-' && at + 1 < text.length() && !isSpace(text.charAt(at + 1));
        if (isNegated) {
            at++;
        }
        String name = name();
        at += name.isEmpty() ? 0 : name.length() + 1;
        int value = at;
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        return new FilterTerm(isNegated, name, isQuoted ? quoted() : word(), isQuoted, start + 1, value + 1);
    }

    /** Letters and hyphens before a colon; {@code https://} and {@code Test::method} are no names. */
    private String name() {
        int end = at;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        boolean isName =
                end > at && text.startsWith(":", end) && !text.startsWith("://", end) && !text.startsWith("::", end);
        return isName ? text.substring(at, end) : "";
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
    }

    private String word() {
        int start = at;
        while (at < text.length() && !isSpace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Within quotes, a backslash takes a quote or a backslash literally; before other characters it stands for itself. */
    private String quoted() {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            boolean isEscape = text.startsWith("\\\"", at) || text.startsWith("\\\\", at);
            at += isEscape ? 1 : 0;
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new FilterSyntaxException(start + 1, "the quote that opens here is not closed");
        }
        at++;
        return value.toString();
    }
}
