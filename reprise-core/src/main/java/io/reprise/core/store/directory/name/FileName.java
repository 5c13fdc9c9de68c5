package io.reprise.core.store.directory.name;

import io.reprise.core.key.Key;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The name of a recording's file: {@code <slug>-<12 digits of the key>.json}, for later occurrences {@code
 * <slug>-<12 digits of the key>.<occurrence>.json}.
 *
 * @param slug words for people, which only repeat the content
 */
public record FileName(String slug, String brief, int occurrence) {
    static final String END = ".json";
    private static final int BRIEF = 12;
    private static final int MOST_DIGITS = 9;

    public static FileName of(String slug, Key key, int occurrence) {
        return new FileName(slug, key.brief(), occurrence);
    }

    /** Written out, since large directories have many names. */
    public static Optional<FileName> parse(String text) {
        if (!text.endsWith(END)) {
            return Optional.empty();
        }
        int end = text.length() - END.length();
        int dot = text.lastIndexOf('.', end - 1);
        boolean isNumbered = dot > 0 && isOccurrence(text, dot + 1, end);
        int hyphen = (isNumbered ? dot : end) - BRIEF - 1;
        if (hyphen < 1 || text.charAt(hyphen) != '-' || !isBrief(text, hyphen + 1)) {
            return Optional.empty();
        }
        int occurrence = isNumbered ? Integer.parseInt(text, dot + 1, end, 10) : 1;
        return Optional.of(
                new FileName(text.substring(0, hyphen), text.substring(hyphen + 1, hyphen + 1 + BRIEF), occurrence));
    }

    private static boolean isOccurrence(String text, int from, int to) {
        if (from == to || to - from > MOST_DIGITS || text.charAt(from) == '0') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBrief(String text, int from) {
        for (int i = from; i < from + BRIEF; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** The name of a file without its end. */
    public static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - END.length());
    }

    public FileName next() {
        return new FileName(slug, brief, occurrence + 1);
    }

    /** That of the first answer to the same question. */
    public FileName first() {
        return new FileName(slug, brief, 1);
    }

    public String text() {
        return slug + "-" + brief + (occurrence == 1 ? "" : "." + occurrence) + ".json";
    }
}
