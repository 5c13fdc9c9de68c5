package io.reprise.server.http;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;

/**
 * Status and headers of an answer.
 *
 * @param headers end-to-end fields
 */
public record ResponseHead(int status, Headers headers) {
    /** Whether HTTP allows a body with this status (RFC 9110, 6.4.1). */
    public boolean mayHaveBody() {
        return Response.mayHaveBody(status);
    }

    /** Whether a body follows of which the length is not known beforehand. */
    public boolean isOfUnknownLength() {
        return mayHaveBody() && headers.first("content-length").isEmpty();
    }
}
