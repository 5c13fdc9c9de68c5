package io.reprise.server.routing;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Quoted;
import java.util.List;
import java.util.regex.Pattern;

/** A test id in a path whose slashes were not encoded, so that its end looks like the beginning of the API's path. */
final class SplitTestId {
    /** As test frameworks join the name of a file and those of tests: {@code a.py::test_b}, {@code a.test.mjs > b}. */
    private static final Pattern OF_FILE = Pattern.compile(".*\\w\\.\\w{1,5}(?:::| > ).*", Pattern.DOTALL);

    private SplitTestId() {}

    /**
     * Refuses a path which no API has, and which would be sent to one, and recorded.
     *
     * @param test what the path prefix names
     * @param rest the path behind the prefix, as it was sent
     * @throws IllegalArgumentException if {@code rest} begins with a part of a test id
     */
    static void refuse(String test, String rest) {
        List<String> segments = List.of(rest.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String segment = PercentEncoding.decodeStrictly(segments.get(i)).orElse(segments.get(i));
            if (i == 0 && segment.contains("::") || OF_FILE.matcher(segment).matches()) {
                String whole = test + "/" + String.join("/", segments.subList(0, i + 1));
                throw new IllegalArgumentException("the test id in this path ends after " + Quoted.of(test)
                        + ", since its slashes are not encoded; write %2F for each slash in "
                        + Quoted.of(PercentEncoding.decodeStrictly(whole).orElse(whole)));
            }
        }
    }
}
