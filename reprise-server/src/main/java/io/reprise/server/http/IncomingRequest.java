package io.reprise.server.http;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;

/**
 * A request as it came. Equal if all of it is.
 *
 * @param target path and query, percent-encoded as they came
 */
public record IncomingRequest(String method, String target, Headers headers, Bytes body) {
    /** Computed from what differs between requests; headers rarely do. */
    @Override
    public int hashCode() {
        return 31 * target.hashCode() + body.hashCode();
    }
}
