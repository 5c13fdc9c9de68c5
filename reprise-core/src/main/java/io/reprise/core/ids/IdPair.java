package io.reprise.core.ids;

import io.reprise.core.exchange.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A value that a client got, and the recorded value that it stands for: an id, a time, or opaque state.
 *
 * @param given to the client
 * @param kept in the store
 */
public record IdPair(String given, String kept) {
    /** A shorter text that equals an id may do so by chance. */
    private static final int SHORTEST = 6;

    /** More than any state that APIs send. In characters. */
    private static final int LONGEST = 1 << 20;

    /** State in base64 with characters that have another spelling in URLs (RFC 4648, 4 and 5). */
    private static final Pattern BASE64 = Pattern.compile("(?=.*[+/])[A-Za-z0-9+/]{20,}={0,2}");

    private static final Pattern URL = Pattern.compile("https?://");

    private static final Pattern SEGMENTS = Pattern.compile("/");

    /**
     * The pairs that follow from one. A name such as {@code files/abc-123}, or a URL of it such as
     * {@code https://host/files/abc-123:download?alt=media}, stands in paths, where its segments are looked at one by one. State that an API sends in the usual base64 comes back in that of URLs from
     * some clients.
     */
    static List<IdPair> of(String given, String kept) {
        if (!isUsable(given, kept)) {
            return List.of();
        }
        List<IdPair> pairs = new ArrayList<>(List.of(new IdPair(given, kept)));
        if (BASE64.matcher(given).matches()) {
            pairs.add(new IdPair(inUrls(given), inUrls(kept)));
        }
        String[] givenSegments = SEGMENTS.split(path(given), -1);
        String[] keptSegments = SEGMENTS.split(path(kept), -1);
        boolean isName = givenSegments.length > 1
                && givenSegments.length == keptSegments.length
                && given.length() < 300
                && isNameOrUrl(givenSegments);
        for (int i = 0; isName && i < givenSegments.length; i++) {
            if (isUsable(givenSegments[i], keptSegments[i])) {
                pairs.add(new IdPair(givenSegments[i], keptSegments[i]));
            }
        }
        return pairs;
    }

    /** Of a URL, without query, fragment and the verb at its end. */
    private static String path(String text) {
        if (!URL.matcher(text).lookingAt()) {
            return text;
        }
        Reference url = Reference.of(text);
        String path = url.origin() + url.path();
        int verb = path.indexOf(':', path.lastIndexOf('/'));
        return verb < 0 ? path : path.substring(0, verb);
    }

    private static String inUrls(String base64) {
        return base64.replace('+', '-').replace('/', '_');
    }

    /** Whether the text before the last slash is of words, as it is not in base64. */
    private static boolean isNameOrUrl(String[] segments) {
        return segments[0].matches("https?:|[A-Za-z]{3,40}");
    }

    private static boolean isUsable(String given, String kept) {
        return isLongEnough(given)
                && given.length() <= LONGEST
                && !kept.isEmpty()
                && !given.equals(kept)
                && isPlain(given)
                && isPlain(kept);
    }

    static boolean isLongEnough(String id) {
        return id.length() >= SHORTEST;
    }

    /** Texts with other characters than ASCII are words, not ids. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** In bytes, roughly. */
    long weight() {
        return 150L + given.length() + kept.length();
    }
}
