package io.reprise.cli.verify;

import io.reprise.core.exchange.Exchange;

/** What came of a request. */
sealed interface Asked {
    record Answered(Exchange exchange) implements Asked {}

    /**
     * There is no answer that can be compared.
     *
     * @param isOfUpstream whether its other requests would fail as well
     */
    record Failed(String reason, boolean isOfUpstream) implements Asked {}
}
