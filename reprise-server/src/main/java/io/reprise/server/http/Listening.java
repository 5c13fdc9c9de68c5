package io.reprise.server.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Where and for whom to listen.
 *
 * @param port 0 takes a free one
 * @param token that every request must bring; empty for none
 * @param drain how long running answers may continue after a stop
 */
public record Listening(String host, int port, Optional<String> token, Limits limits, Duration drain) {
    public Listening {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }
}
