package io.reprise.core.family.part;

/** Paths are compared by their last segments, because providers put different prefixes before them. */
public final class Paths {
    private Paths() {}

    public static boolean endsWith(String path, String last) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.startsWith(last, end - last.length()) && end >= last.length();
    }
}
