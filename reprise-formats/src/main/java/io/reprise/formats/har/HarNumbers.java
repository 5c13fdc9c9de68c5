package io.reprise.formats.har;

import io.reprise.core.json.Json;
import java.util.Optional;

/** Numbers of HAR files. */
final class HarNumbers {
    private static final int LONGEST = 40;

    private HarNumbers() {}

    /** The number to which the names of members lead; empty if there is none, or if it is negative, which means unknown. */
    static Optional<Double> of(Json object, String... names) {
        return any(object, names).filter(value -> value >= 0);
    }

    /** As {@link #of}, of any sign. */
    static Optional<Double> any(Json object, String... names) {
        return object.at(names)
                .filter(value -> value instanceof Json.JsonNumber number
                        && number.spelling().length() <= LONGEST)
                .map(value -> Double.parseDouble(((Json.JsonNumber) value).spelling()))
                .filter(Double::isFinite);
    }

    /** As {@link #of}, without a fraction. */
    static long whole(Json object, String... names) {
        return of(object, names).map(Double::longValue).orElse(0L);
    }
}
