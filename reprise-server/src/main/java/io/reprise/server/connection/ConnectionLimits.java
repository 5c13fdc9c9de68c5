package io.reprise.server.connection;

import io.reprise.server.network.TimeLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What holds for each connection of a client.
 *
 * @param maxHead of a request line, and of a header, in bytes
 * @param open counts the connections that are open
 * @param known requests that came before
 * @param drain how long an answer may go on that is being sent when the server stops
 * @param log is told why a connection was ended without an answer
 */
public record ConnectionLimits(
        ClientTimeouts timeouts,
        int maxHead,
        AtomicInteger open,
        KnownRequests known,
        Duration drain,
        Consumer<String> log) {
    long tickMillis() {
        ClientTimeouts.Arrival arrival = timeouts.arrival();
        return TimeLimit.tickMillis(
                arrival.header(), arrival.body(), arrival.whole(), timeouts.idle(), timeouts.write());
    }
}
