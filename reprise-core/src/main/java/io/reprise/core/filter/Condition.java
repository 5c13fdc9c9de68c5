package io.reprise.core.filter;

import java.time.Instant;

/** What a row must be like. */
@FunctionalInterface
public interface Condition {
    /** @param now from which {@code since:} counts back */
    boolean holds(Facts facts, Instant now);

    /** Whether it looks into bodies, which takes long. */
    default boolean readsBodies() {
        return false;
    }
}
