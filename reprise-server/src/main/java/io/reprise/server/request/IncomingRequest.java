package io.reprise.server.request;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import java.util.Arrays;

/**
 * A request as it came. Equal if all of it is.
 *
 * @param target path and query, percent-encoded as they came
 */
public record IncomingRequest(String method, String target, Headers headers, Bytes body) {
    /** Whether it asks to go on as a WebSocket (RFC 6455, 4.1). With HTTP/2 no request can (RFC 9113, 8.6). */
    public boolean asksForWebSocket() {
        return names("upgrade", "websocket") && names("connection", "upgrade");
    }

    /** Of target, names and values together, in characters. */
    public int headLength() {
        return target.length() + headers.length();
    }

    private boolean names(String field, String token) {
        return headers.fields().stream()
                .filter(each -> each.name().equals(field))
                .flatMap(each -> Arrays.stream(each.value().split(",", -1)))
                .anyMatch(each -> each.strip().equalsIgnoreCase(token));
    }

    /** Computed from what differs between requests; headers rarely do. */
    @Override
    public int hashCode() {
        return 31 * target.hashCode() + body.hashCode();
    }
}
