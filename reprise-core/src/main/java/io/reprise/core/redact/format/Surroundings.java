package io.reprise.core.redact.format;

/** What stands around a text that has the form of a credential. */
public final class Surroundings {
    /** So many further characters make a run of base64 too long to be a credential. */
    private static final int FURTHER = 100;

    private static final int ESCAPE = 6;

    private Surroundings() {}

    /**
     * Whether a credential may begin at {@code at}: at the start, after a character that is neither letter nor digit, or after an escape such as {@code \n},
     * {@code %3D} or the one of JSON for a space.
     */
    public static boolean isStart(String text, int at) {
        return at == 0 || !isLetterOrDigit(text.charAt(at - 1)) || isAfterEscape(text, at);
    }

    /** Whether the character before {@code at} joins words, so that a short prefix there means nothing. */
    static boolean isJoined(String text, int at) {
        return at > 0 && (text.charAt(at - 1) == '_' || text.charAt(at - 1) == '-');
    }

    private static boolean isAfterEscape(String text, int at) {
        char last = text.charAt(at - 1);
        if (at >= 2 && text.charAt(at - 2) == '\\' && "nrtbfv0".indexOf(last) >= 0) {
            return true;
        }
        if (last == 'm') {
            return isAfterColor(text, at - 1);
        }
        int digits = 0;
        while (digits < 4 && at - digits - 1 >= 0 && isHex(text.charAt(at - digits - 1))) {
            digits++;
        }
        return digits >= 2 && isEscape(text, at - 2, '%')
                || digits >= 2 && isEscape(text, at - 2, '=')
                || digits >= 2 && isEscape(text, at - 2, 'x')
                || digits == 4 && at >= ESCAPE && isEscape(text, at - 4, 'u');
    }

    /** Whether digits at {@code at} are introduced by {@code sign}; letters need a backslash before them. */
    private static boolean isEscape(String text, int at, char sign) {
        if (at < 1 || text.charAt(at - 1) != sign) {
            return false;
        }
        return !isLetterOrDigit(sign) || at >= 2 && text.charAt(at - 2) == '\\';
    }

    /** Whether the text before {@code at} begins an escape sequence of terminals, such as {@code ESC [ 3 2}. */
    private static boolean isAfterColor(String text, int at) {
        int start = at - 1;
        while (start >= 0
                && at - start < ESCAPE
                && (Character.isDigit(text.charAt(start)) || text.charAt(start) == ';')) {
            start--;
        }
        return start >= 0 && text.charAt(start) == '[';
    }

    /** Whether the text is only a part of a long run of base64, in which every form occurs by chance. */
    public static boolean isWithinBase64(String text, int from, int to) {
        int start = from;
        while (start > 0 && from - start < FURTHER && isBase64(text.charAt(start - 1))) {
            start--;
        }
        int end = to;
        while (end < text.length() && end - to < FURTHER && isBase64(text.charAt(end))) {
            end++;
        }
        return from - start + end - to >= FURTHER
                && (from - start > end - to
                        ? Randomness.of(text.substring(start, from)) > Examples.LEAST_RANDOM
                        : Randomness.of(text.substring(to, end)) > Examples.LEAST_RANDOM);
    }

    static boolean isLetterOrDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isBase64(char c) {
        return isLetterOrDigit(c) || c == '+' || c == '/' || c == '-' || c == '_';
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
