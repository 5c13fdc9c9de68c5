package io.reprise.server.mcp.tool;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param from how many items come before it
 */
public record Page(int from, int limit) {
    private static final int STANDARD = 20;
    private static final int MOST = 100;

    public static final Parameter LIMIT =
            Parameter.number("limit", "How many are listed at most, from 1 to 100. Default: 20.");
    public static final Parameter CURSOR = Parameter.text("cursor", "What the page before said as 'cursor'.");

    public static Page of(Arguments arguments) {
        return new Page(
                arguments.text("cursor").map(Page::decoded).orElse(0), arguments.number("limit", 1, MOST, STANDARD));
    }

    private static int decoded(String cursor) {
        try {
            int from = Integer.parseInt(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (from >= 0) {
                return from;
            }
        } catch (IllegalArgumentException notOurs) {
            // The message below says what is wrong.
        }
        throw new WrongCallException("'cursor' is none that this tool has given; leave it out for the first page");
    }

    /** Where the next page begins, if there are so many items in all. */
    public Optional<String> next(int shown, long total) {
        int next = from + shown;
        return next < total
                ? Optional.of(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(String.valueOf(next).getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
