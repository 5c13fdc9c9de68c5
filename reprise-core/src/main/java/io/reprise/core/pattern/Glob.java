package io.reprise.core.pattern;

/**
 * A text in which {@code *} stands for any characters, also none and also line ends: {@code gpt-*}. All other characters
 * stand for themselves, and upper and lower case differ.
 */
public record Glob(String pattern) {
    public static final Glob ANY = new Glob("*");

    /** Whether the whole of {@code text} is what the pattern says. Never tries a place twice: each piece is taken where it occurs first. */
    public boolean matches(String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return text.equals(pattern);
        }
        int lastStar = pattern.lastIndexOf('*');
        int end = text.length() - (pattern.length() - lastStar - 1);
        if (end < star
                || !text.startsWith(pattern.substring(0, star))
                || !text.endsWith(pattern.substring(lastStar + 1))) {
            return false;
        }
        int at = star;
        while (star < lastStar) {
            int next = pattern.indexOf('*', star + 1);
            String piece = pattern.substring(star + 1, next);
            int found = text.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
            star = next;
        }
        return true;
    }
}
