package io.reprise.core.store;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An exchange kept in a store.
 *
 * @param upstream the name of the upstream that answered; empty if it has none
 * @param occurrence 1 for the first answer to the same question in the same test, 2 for the second, …
 * @param recordedOn the day in UTC on which the upstream gave this answer, or last gave one that says the same; empty if nobody knows
 */
public record Recording(
        TestId test, String upstream, int occurrence, Exchange exchange, Optional<LocalDate> recordedOn) {
    public Recording {
        if (occurrence < 1) {
            throw new IllegalArgumentException("occurrences count from 1, not " + occurrence);
        }
    }

    /** A recording of a day that nobody knows. */
    public Recording(TestId test, String upstream, int occurrence, Exchange exchange) {
        this(test, upstream, occurrence, exchange, Optional.empty());
    }

    /** The same, made on that day. */
    public Recording on(Optional<LocalDate> day) {
        return new Recording(test, upstream, occurrence, exchange, day);
    }

    /** The same with another exchange. */
    public Recording with(Exchange other) {
        return new Recording(test, upstream, occurrence, other, recordedOn);
    }

    /** The same of another test. */
    public Recording ofTest(TestId other) {
        return new Recording(other, upstream, occurrence, exchange, recordedOn);
    }
}
