package io.reprise.core.store.directory;

import io.reprise.core.exchange.TestId;
import java.util.regex.Pattern;

/**
 * The name of the directory that holds the recordings of a test: different for different tests, also on file systems
 * that ignore case, and never a name with a special meaning.
 */
final class TestDirectory {
    /** The directory of lists of models, which belong to no test. */
    static final String MODELS = "models";

    private static final int MAX_LENGTH = 80;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?");
    private static final Pattern DIGESTED = Pattern.compile(".*-[0-9a-f]{" + Digests.LENGTH + "}");
    private static final Pattern RESERVED = Pattern.compile("(?:models|con|prn|aux|nul|(?:com|lpt)[0-9])(?:\\..*)?");

    private TestDirectory() {}

    /** One name without separators; empty for {@link TestId#NONE}. */
    static String of(TestId test) {
        String name = test.name();
        boolean isItself = name.length() <= MAX_LENGTH
                && PLAIN.matcher(name).matches()
                && !name.contains("..")
                && !DIGESTED.matcher(name).matches()
                && !RESERVED.matcher(name).matches();
        if (test.isNone() || isItself) {
            return name;
        }
        String readable = shorten(Slug.clean(name));
        String safe = readable.isEmpty() || RESERVED.matcher(readable).matches() ? "test-" + readable : readable;
        return safe.replaceAll("-$", "") + "-" + Digests.brief(name);
    }

    /** The beginning and the end, because the names of tests begin with their file and end with their own part. */
    private static String shorten(String name) {
        int half = MAX_LENGTH / 2 - 1;
        return name.length() <= MAX_LENGTH
                ? name
                : name.substring(0, half) + "--" + name.substring(name.length() - half);
    }
}
