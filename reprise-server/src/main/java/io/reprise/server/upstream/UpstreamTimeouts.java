package io.reprise.server.upstream;

import io.reprise.server.network.TimeLimit;
import java.time.Duration;

/**
 * How long an upstream is waited for (docs/timeouts.md).
 *
 * @param connect for a connection, for the proxy on the way, and for TLS, one after the other
 * @param queue for one of its connections to be free
 * @param firstByte for the head of its answer, after it has taken the request
 * @param idle for the next byte of its answer
 * @param handshake for the answer to the handshake of a WebSocket
 */
public record UpstreamTimeouts(
        TimeLimit connect, TimeLimit queue, TimeLimit firstByte, TimeLimit idle, TimeLimit handshake) {
    /** Models may think for long before their first token, and between two. */
    public static final UpstreamTimeouts DEFAULT = new UpstreamTimeouts(
            new TimeLimit("timeouts.upstream-connect", Duration.ofSeconds(10)),
            new TimeLimit("timeouts.upstream-queue", Duration.ofMinutes(5)),
            new TimeLimit("timeouts.upstream-first-byte", Duration.ofMinutes(15)),
            new TimeLimit("timeouts.upstream-idle", Duration.ofMinutes(15)),
            new TimeLimit("timeouts.upstream-handshake", Duration.ofMinutes(1)));
}
