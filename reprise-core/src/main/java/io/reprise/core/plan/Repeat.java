package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Locale;

/** What answers a question that is asked more often than it was recorded. */
public enum Repeat {
    /** The last occurrence, again and again. */
    LAST,
    /** The occurrences from the first on. */
    CYCLE,
    /** Nothing: it is a miss. */
    MISS;

    /**
     * The value that is written {@code last}, {@code cycle} or {@code miss}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Repeat parse(String text) {
        return Arrays.stream(values())
                .filter(repeat -> repeat.toString().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Quoted.of(text) + " is not a value of repeat; the values are last, cycle and miss"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
