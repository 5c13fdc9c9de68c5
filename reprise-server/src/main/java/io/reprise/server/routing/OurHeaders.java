package io.reprise.server.routing;

import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of the headers in which a request says something to Reprise. No other may begin as they do. */
final class OurHeaders {
    static final String PREFIX = "x-reprise-";
    static final String TEST = PREFIX + "test";
    static final String MODE = PREFIX + "mode";
    static final String PACE = PREFIX + "pace";
    static final String FAULT = PREFIX + "fault";
    static final String ASK_AGAIN = PREFIX + "ask-again";

    private static final List<String> ALL = List.of(TEST, MODE, PACE, FAULT, ASK_AGAIN, PREFIX + "token");

    private OurHeaders() {}

    static boolean has(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * A header that is misspelt would have no effect, and nobody would notice.
     *
     * @param name in lower case
     * @throws IllegalArgumentException if it is none of ours; the message names the nearest one, or all
     */
    static void requireKnown(String name) {
        if (!ALL.contains(name)) {
            String rest = name.substring(PREFIX.length());
            List<String> ends =
                    ALL.stream().map(known -> known.substring(PREFIX.length())).toList();
            throw new IllegalArgumentException("there is no header " + Quoted.of(written(name))
                    + NearNames.of(rest, ends)
                            .map(near -> "; did you mean '" + written(PREFIX + near) + "'?")
                            .orElseGet(() -> "; the headers are "
                                    + ALL.stream().map(OurHeaders::written).collect(Collectors.joining(", "))));
        }
    }

    /** As people write it: {@code X-Reprise-Ask-Again}. */
    private static String written(String name) {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("-"));
    }
}
