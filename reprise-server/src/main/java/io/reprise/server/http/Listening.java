package io.reprise.server.http;

import io.reprise.server.access.AccessSettings;
import io.reprise.server.connection.ClientTimeouts;
import java.time.Duration;

/**
 * Where and for whom to listen.
 *
 * @param drain how long running answers may continue after a stop
 */
public record Listening(
        Endpoint endpoint, AccessSettings access, Limits limits, ClientTimeouts timeouts, Duration drain) {
    public String host() {
        return endpoint.host();
    }

    /** 0 takes a free one. */
    public int port() {
        return endpoint.port();
    }
}
