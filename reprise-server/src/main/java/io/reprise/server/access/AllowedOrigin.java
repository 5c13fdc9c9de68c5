package io.reprise.server.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin (RFC 6454) of web pages that may use the server, as people write it: {@code https://app.example.com},
 * {@code https://*.example.com}, {@code http://box:*}, {@code null}, or {@code *} for all.
 *
 * @param text without the default port, in lower case
 */
public record AllowedOrigin(String text) {
    private static final String ALL = "*";
    private static final String OPAQUE = "null";
    private static final String ANY = "*";

    private static final Pattern WRITTEN = Pattern.compile(
            "([a-z][a-z0-9+.-]*)://((?:\\*\\.)?[^/*?#@:\\s\\[\\]]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}|\\*))?/?");

    /** As browsers write it. */
    private static final Pattern SENT =
            Pattern.compile("([a-z][a-z0-9+.-]*)://([^/*?#@:\\s\\[\\]]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

    /** @throws IllegalArgumentException if it is not an origin; the message shows it and says what would be one */
    public AllowedOrigin {
        text = text.strip().toLowerCase(Locale.ROOT);
        if (!text.equals(ALL) && !text.equals(OPAQUE)) {
            Matcher written = WRITTEN.matcher(text);
            if (!written.matches()) {
                throw new IllegalArgumentException("'" + text + "' is not the origin of a page; write https://host,"
                        + " http://host:port, https://*.host, http://host:*, null or *");
            }
            text = spelled(written);
        }
    }

    /**
     * Several, separated by spaces or commas.
     *
     * @throws IllegalArgumentException if one of them is not an origin
     */
    public static List<AllowedOrigin> parseAll(String texts) {
        return Arrays.stream(texts.split("[\\s,]+", -1))
                .filter(text -> !text.isEmpty())
                .map(AllowedOrigin::new)
                .toList();
    }

    /** Whether pages of every site are meant. */
    public boolean isAll() {
        return text.equals(ALL);
    }

    /** Whether the value of the header {@code Origin} is meant. */
    boolean matches(String origin) {
        if (isAll()) {
            return true;
        }
        Matcher sent = SENT.matcher(origin.toLowerCase(Locale.ROOT));
        if (text.equals(OPAQUE) || !sent.matches()) {
            return text.equals(origin);
        }
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                && written.group(1).equals(sent.group(1))
                && isHost(written.group(2), sent.group(2))
                && (ANY.equals(written.group(3)) || port(written).equals(port(sent)));
    }

    private static boolean isHost(String written, String sent) {
        return written.startsWith("*.") ? sent.endsWith(written.substring(1)) : written.equals(sent);
    }

    private static String spelled(Matcher parts) {
        String port = port(parts);
        return parts.group(1) + "://" + parts.group(2) + (port.isEmpty() ? "" : ":" + port);
    }

    /** Empty for the one that the scheme stands for. */
    private static String port(Matcher parts) {
        String scheme = parts.group(1);
        String port = parts.group(3);
        boolean isStandard = port == null
                || port.equals("80") && scheme.equals("http")
                || port.equals("443") && scheme.equals("https");
        return isStandard ? "" : port;
    }

    @Override
    public String toString() {
        return text;
    }
}
