package io.reprise.server;

import io.reprise.core.exchange.Exchange;

/** Takes out of an exchange what must not be kept. */
public interface Redactor {
    /** Keeps everything. */
    Redactor NONE = Redacted.Clean::new;

    Redacted redact(Exchange exchange);

    /** The outcome of a scan for credentials. */
    sealed interface Redacted {
        record Clean(Exchange exchange) implements Redacted {}

        /** @param reason where what kind of credential is, never the credential */
        record Refused(String reason) implements Redacted {}
    }
}
