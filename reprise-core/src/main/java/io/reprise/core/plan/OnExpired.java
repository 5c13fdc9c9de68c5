package io.reprise.core.plan;

import io.reprise.core.exchange.Quoted;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens to a request whose recording is older than it may be. */
public enum OnExpired {
    /** The recording answers, and people are told. */
    WARN,
    /** Nothing answers, as if it were not there. */
    FAIL,
    /** The upstream is asked, and its answer takes the place of the recording; where it cannot be asked, as {@link #WARN}. */
    RECORD;

    /**
     * The one that is written {@code warn}, {@code fail} or {@code record}.
     *
     * @throws IllegalArgumentException for any other text; the message lists them
     */
    public static OnExpired parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Quoted.of(text) + " is not one of "
                        + Arrays.stream(values()).map(OnExpired::toString).collect(Collectors.joining(", "))));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
