package io.reprise.core.price;

import io.reprise.core.pattern.Glob;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What the tokens of some models cost from a day on.
 *
 * @param from empty for a price that has always counted
 * @param above for requests with more tokens than this; 0 for all
 * @param origin where this is said, and since when it is known
 */
public record Price(Which which, Optional<LocalDate> from, long above, Rates rates, Origin origin) {
    /** The models. */
    public record Which(Glob model, Glob family, Glob upstream) {
        boolean covers(Tokens tokens) {
            return model.matches(tokens.model())
                    && family.matches(tokens.family())
                    && upstream.matches(tokens.upstream());
        }
    }

    /**
     * Where a price is said.
     *
     * @param source an address, or the place in a file
     * @param asOf the day on which it was looked up; empty for a price that a user has set
     */
    public record Origin(String source, Optional<LocalDate> asOf) {}

    boolean isFrom(Optional<LocalDate> day) {
        return from.isEmpty() || day.isEmpty() || !from.get().isAfter(day.get());
    }
}
