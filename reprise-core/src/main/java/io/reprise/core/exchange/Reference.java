package io.reprise.core.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL or a part of one (RFC 3986, 4.1), as it is spelled.
 *
 * @param origin scheme and host; empty for a path
 * @param query with its question mark; empty if there is none
 * @param fragment with its number sign; empty if there is none
 */
public record Reference(String origin, String path, String query, String fragment) {
    private static final Pattern PARTS =
            Pattern.compile("((?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?)([^?#]*)(\\?[^#]*)?(#.*)?", Pattern.DOTALL);

    public static Reference of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return new Reference("", text, "", "");
        }
        return new Reference(parts.group(1), parts.group(2), text(parts.group(3)), text(parts.group(4)));
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    /** The segments of the path, percent-encoded as they came. */
    public List<String> segments() {
        return Arrays.asList(path.split("/", -1));
    }

    /** The members of the query, percent-encoded as they came. */
    public List<String> members() {
        return query.isEmpty() ? List.of() : Arrays.asList(query.substring(1).split("&", -1));
    }

    @Override
    public String toString() {
        return origin + path + query + fragment;
    }
}
