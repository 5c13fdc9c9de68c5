package io.reprise.core.store;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;

/**
 * An exchange kept in a store.
 *
 * @param upstream the name of the upstream that answered; empty if it has none
 * @param occurrence 1 for the first answer to the same question in the same test, 2 for the second, …
 */
public record Recording(TestId test, String upstream, int occurrence, Exchange exchange) {
    public Recording {
        if (occurrence < 1) {
            throw new IllegalArgumentException("occurrences count from 1, not " + occurrence);
        }
    }
}
