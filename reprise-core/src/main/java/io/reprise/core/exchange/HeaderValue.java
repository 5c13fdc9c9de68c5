package io.reprise.core.exchange;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parses values such as {@code form-data; name="a"} (RFC 9110, 5.6.6). */
public final class HeaderValue {
    private static final String TOKEN_MARKS = "!#$%&'*+.^_`|~-";

    private final String text;
    private int at;

    private HeaderValue(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** {@code text} without spaces and tabs at its ends. */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isPadding(text.charAt(from))) {
            from++;
        }
        while (to > from && isPadding(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /**
     * The parameters that follow position {@code from}, names in lower case; empty if they are malformed, or if a name
     * occurs twice.
     */
    public static Optional<Map<String, String>> parameters(String text, int from) {
        return new HeaderValue(text, from).parameters();
    }

    /** Whether {@code text} is a token, which the names of headers and parameters are. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isTokenChar((char) c));
    }

    private Optional<Map<String, String>> parameters() {
        Map<String, String> named = new LinkedHashMap<>();
        skipPadding();
        while (at < text.length()) {
            if (!skip(';')) {
                return Optional.empty();
            }
            skipPadding();
            String name = token().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || !skip('=')) {
                return Optional.empty();
            }
            Optional<String> value = skip('"') ? quoted() : Optional.of(token()).filter(token -> !token.isEmpty());
            if (value.isEmpty() || named.put(name, value.get()) != null) {
                return Optional.empty();
            }
            skipPadding();
        }
        return Optional.of(named);
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** The text before the closing quote, which is skipped as well; empty if there is no closing quote. */
    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(value.toString());
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return Optional.empty();
    }

    private boolean skip(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void skipPadding() {
        while (at < text.length() && isPadding(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
