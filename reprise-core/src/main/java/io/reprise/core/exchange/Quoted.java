package io.reprise.core.exchange;

/** Values that somebody wrote, as messages for people show them: in quotes, and only the beginning of a long one. */
public final class Quoted {
    private static final int MOST = 200;

    private Quoted() {}

    /** {@code 'text'}, or {@code 'te…' (20000 characters)}. */
    public static String of(String text) {
        if (text.length() <= MOST) {
            return "'" + text + "'";
        }
        int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return "'" + text.substring(0, end) + "…' (" + text.length() + " characters)";
    }
}
