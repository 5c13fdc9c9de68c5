package io.reprise.core.exchange;

/** Values that somebody wrote, as messages for people show them: in quotes, and only the beginning of a long one. */
public final class Quoted {
    private static final int MOST = 200;

    private Quoted() {}

    /** {@code 'text'}, or {@code 'te…' (20000 characters)}. */
    public static String of(String text) {
        String shown = "'" + shortened(text, MOST) + "'";
        return text.length() <= MOST ? shown : shown + " (" + text.length() + " characters)";
    }

    /** {@code text}, or {@link #beginning} and {@code …} if it has more than {@code most} characters. */
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : beginning(text, most) + "…";
    }

    /** At most {@code most} characters of {@code text}, and whole words: a part of a credential would not be known for one. */
    public static String beginning(String text, int most) {
        int end = Math.min(text.length(), most);
        while (end > 0 && end < text.length() && isOfWord(text.charAt(end - 1)) && isOfWord(text.charAt(end))) {
            end--;
        }
        boolean isWithinPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, isWithinPair ? end - 1 : end);
    }

    private static boolean isOfWord(char c) {
        return c > ' ' && c < 0x7f && "\"'`()[]{}<>,;&?".indexOf(c) < 0;
    }
}
