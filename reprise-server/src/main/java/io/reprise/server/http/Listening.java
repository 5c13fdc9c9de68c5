package io.reprise.server.http;

import java.time.Duration;

/**
 * Where and for whom to listen.
 *
 * @param port 0 takes a free one
 * @param drain how long running answers may continue after a stop
 */
public record Listening(String host, int port, AccessSettings access, Limits limits, Duration drain) {
    public Listening {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }
}
