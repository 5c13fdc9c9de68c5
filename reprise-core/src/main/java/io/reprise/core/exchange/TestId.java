package io.reprise.core.exchange;

import java.nio.charset.StandardCharsets;

/** The name of the test (or other scope) that a request belongs to. Any text; it is never used as a path as it is. */
public record TestId(String name) {
    /** Belongs to no test. */
    public static final TestId NONE = new TestId("");

    /** Long enough for any parametrised test, short enough for a header. In characters. */
    public static final int MAX_LENGTH = 2_000;

    public TestId {
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a test id of " + name.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
    }

    /** The test of a name that may be too long, of which the beginning counts. */
    public static TestId ofBeginning(String name) {
        return new TestId(name.substring(0, Math.min(name.length(), MAX_LENGTH)));
    }

    public boolean isNone() {
        return name.isEmpty();
    }

    /** The beginning of paths that name it in a URL, such as {@code /t/a%2Fb}; empty for no test. */
    public String pathPrefix() {
        return isNone() ? "" : "/t/" + PercentEncoding.encode(name.getBytes(StandardCharsets.UTF_8), "");
    }

    @Override
    public String toString() {
        return isNone() ? "-" : name;
    }
}
