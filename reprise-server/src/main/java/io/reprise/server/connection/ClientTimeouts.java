package io.reprise.server.connection;

import io.reprise.server.network.TimeLimit;
import java.time.Duration;

/**
 * How long a client is waited for (docs/timeouts.md).
 *
 * @param idle for the next request of a connection
 * @param write for the client to take more of an answer
 */
public record ClientTimeouts(Arrival arrival, TimeLimit idle, TimeLimit write, Ends ends, Sockets sockets) {
    /**
     * While a request arrives.
     *
     * @param header for its head, from its first byte on
     * @param body for the next byte of its body
     * @param whole for all of it, from its first byte on
     */
    public record Arrival(TimeLimit header, TimeLimit body, TimeLimit whole) {}

    /**
     * At the beginning and at the end of a connection.
     *
     * @param tls for the handshake of TLS
     * @param linger for the rest of a request that is refused
     */
    public record Ends(TimeLimit tls, TimeLimit linger) {}

    /**
     * Of a WebSocket.
     *
     * @param idle for any sign of life of the other side, which is pinged
     * @param close for the answer to a close
     */
    public record Sockets(TimeLimit idle, TimeLimit close) {
        public static final Sockets DEFAULT = new Sockets(
                new TimeLimit("timeouts.websocket-idle", Duration.ofMinutes(15)),
                new TimeLimit("timeouts.websocket-close", Duration.ofSeconds(5)));
    }

    public static final ClientTimeouts DEFAULT = new ClientTimeouts(
            new Arrival(
                    new TimeLimit("timeouts.header", Duration.ofMinutes(1)),
                    new TimeLimit("timeouts.body", Duration.ofMinutes(1)),
                    new TimeLimit("timeouts.request", Duration.ofHours(1))),
            new TimeLimit("timeouts.idle", Duration.ofMinutes(5)),
            new TimeLimit("timeouts.write", Duration.ofMinutes(5)),
            new Ends(
                    new TimeLimit("timeouts.tls", Duration.ofSeconds(10)),
                    new TimeLimit("timeouts.linger", Duration.ofSeconds(10))),
            Sockets.DEFAULT);
}
