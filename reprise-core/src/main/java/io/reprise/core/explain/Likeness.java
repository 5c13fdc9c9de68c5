package io.reprise.core.explain;

/** How much of a name is left in another one: the letters at the beginning and at the end that both have. */
final class Likeness {
    private Likeness() {}

    static int of(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int start = 0;
        while (start < most && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return start + end;
    }
}
