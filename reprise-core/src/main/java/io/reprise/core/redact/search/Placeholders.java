package io.reprise.core.redact.search;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that clients send as credentials where nobody checks them, such as {@code test-key} or {@code not-needed}. */
final class Placeholders {
    private static final Pattern BETWEEN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NUMBER = Pattern.compile("0*|1+|1234?5?6?7?8?9?0?|(.)\\1{2,}");
    private static final Pattern WORD = Pattern.compile("[a-z]*|[A-Z]*|[A-Z][a-z]*");

    private static final Set<String> WORDS = Set.of(
            "",
            "api",
            "apikey",
            "bar",
            "baz",
            "bearer",
            "changeme",
            "default",
            "demo",
            "dummy",
            "empty",
            "example",
            "fake",
            "foo",
            "here",
            "key",
            "lm",
            "local",
            "localhost",
            "mock",
            "my",
            "needed",
            "no",
            "none",
            "not",
            "null",
            "placeholder",
            "required",
            "sample",
            "sk",
            "studio",
            "test",
            "testing",
            "tests",
            "todo",
            "token",
            "undefined",
            "unused",
            "your");

    private Placeholders() {}

    /** Whether the value is one of them, or a single word of at most {@code longestWord} letters. */
    static boolean is(String value, int longestWord) {
        if (value.length() <= longestWord && WORD.matcher(value).matches()) {
            return true;
        }
        for (String word : BETWEEN.split(value.toLowerCase(Locale.ROOT), -1)) {
            if (!WORDS.contains(word) && !NUMBER.matcher(word).matches()) {
                return false;
            }
        }
        return true;
    }
}
