package io.reprise.core.replay.rule;

/** A pattern in which {@code *} stands for any characters, also none. */
public record Glob(String pattern) {
    public static final Glob ANY = new Glob("*");

    public boolean matches(String text) {
        String[] fixed = pattern.split("\\*", -1);
        if (fixed.length == 1) {
            return text.equals(pattern);
        }
        String first = fixed[0];
        String last = fixed[fixed.length - 1];
        int end = text.length() - last.length();
        if (end < first.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (int i = 1; i < fixed.length - 1; i++) {
            int found = text.indexOf(fixed[i], at);
            if (found < 0 || found + fixed[i].length() > end) {
                return false;
            }
            at = found + fixed[i].length();
        }
        return true;
    }
}
