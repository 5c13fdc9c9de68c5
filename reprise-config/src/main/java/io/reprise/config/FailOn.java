package io.reprise.config;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What makes a server end with exit status 4, for builds that shall fail on it. */
public enum FailOn {
    /** A request for which there is no recording, in a mode that asks no upstream. */
    MISS,
    /** A recording of a test that ran, which no request used. */
    UNUSED,
    /** An upstream was asked. */
    LIVE;

    private static final String NONE = "none";

    /**
     * Several, separated by commas; {@code none} or an empty text for none.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    public static Set<FailOn> parse(String text) {
        Set<FailOn> chosen = EnumSet.noneOf(FailOn.class);
        if (text.isBlank() || text.strip().equalsIgnoreCase(NONE)) {
            return chosen;
        }
        for (String name : text.split(",", -1)) {
            chosen.add(Arrays.stream(values())
                    .filter(each -> each.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(Quoted.of(name.strip()) + " is not one of "
                            + Arrays.stream(values()).map(FailOn::toString).collect(Collectors.joining(", ")) + " and "
                            + NONE)));
        }
        return chosen;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
