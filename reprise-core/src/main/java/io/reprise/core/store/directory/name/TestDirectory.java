package io.reprise.core.store.directory.name;

import io.reprise.core.exchange.TestId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of the directory that holds the recordings of a test: different for different tests, also on file systems
 * that ignore case, and never a name with a special meaning.
 */
public final class TestDirectory {
    /** The directory of lists of models, which belong to no test. */
    public static final String MODELS = "models";

    private static final String SEPARATOR = "//";

    /** What comes after is one name. */
    public static final int MOST_PARTS = 8;

    /** Windows allows 260 characters for a whole path. */
    private static final int MAX_NESTED_LENGTH = 120;

    private static final int MAX_LENGTH = 80;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?");
    private static final Pattern PLAIN_PART = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?");
    private static final Pattern DIGESTED = Pattern.compile(".*-[0-9a-f]{" + Digests.LENGTH + "}");
    private static final Pattern RESERVED = Pattern.compile("(?:models|con|prn|aux|nul|(?:com|lpt)[0-9])(?:\\..*)?");

    private TestDirectory() {}

    /** A path of names that are separated by slashes, one for each part of the test id where {@code //} separates parts; empty for {@link TestId#NONE}. */
    public static String of(TestId test) {
        String name = test.name();
        List<String> parts = Arrays.asList(name.split(SEPARATOR, MOST_PARTS));
        if (parts.size() < 2 || parts.contains("")) {
            return test.isNone() ? "" : single(name);
        }
        String nested = parts.stream().map(TestDirectory::part).collect(Collectors.joining("/"));
        return nested.length() <= MAX_NESTED_LENGTH ? nested : single(name);
    }

    /** Upper case is kept: where a file system ignores it, two tests share a directory, and the content of a file tells whose it is. */
    private static String part(String name) {
        boolean isItself = name.length() <= MAX_LENGTH
                && PLAIN_PART.matcher(name).matches()
                && !name.contains("..")
                && !name.endsWith(".json")
                && !DIGESTED.matcher(name).matches()
                && !RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches();
        return isItself ? name : cleaned(name);
    }

    private static String single(String name) {
        boolean isItself = name.length() <= MAX_LENGTH
                && PLAIN.matcher(name).matches()
                && !name.contains("..")
                && !DIGESTED.matcher(name).matches()
                && !RESERVED.matcher(name).matches();
        return isItself ? name : cleaned(name);
    }

    private static String cleaned(String name) {
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
