package io.reprise.server.request;

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

    /** The length that it announces, in bytes; -1 if it announces none. */
    public long contentLength() {
        try {
            return headers.first("content-length")
                    .map(text -> Long.parseLong(text.strip()))
                    .orElse(-1L);
        } catch (NumberFormatException notALength) {
            return -1;
        }
    }

    /** Whether the answer to a request of any method ends with the head. */
    public boolean isAll() {
        return !mayHaveBody() || contentLength() == 0;
    }

    /** Whether a body follows of which the length is not known beforehand. */
    public boolean isOfUnknownLength() {
        return mayHaveBody() && headers.first("content-length").isEmpty();
    }
}
