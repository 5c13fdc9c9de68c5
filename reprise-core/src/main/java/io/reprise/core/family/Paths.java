package io.reprise.core.family;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Paths are compared by their last segments, because providers put different prefixes before them. */
final class Paths {
    private Paths() {}

    static boolean endsWith(String path, String last) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.startsWith(last, end - last.length()) && end >= last.length();
    }

    /** The text of a percent-encoded segment; the segment itself if its encoding is broken. */
    static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return segment;
        }
    }
}
