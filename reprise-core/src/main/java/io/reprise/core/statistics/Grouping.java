package io.reprise.core.statistics;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Locale;

/** What recordings are counted by. */
public enum Grouping {
    TEST,
    MODEL,
    FAMILY,
    /** Of the time of the file, in UTC. */
    DAY;

    /** As people write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this name; the message lists the names */
    public static Grouping parse(String text) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.label().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(Quoted.of(text) + " is unknown; use test, model, family or day"));
    }
}
