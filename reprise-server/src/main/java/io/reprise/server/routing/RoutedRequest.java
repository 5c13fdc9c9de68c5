package io.reprise.server.routing;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.server.websocket.Handshake;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A request without what was said to Reprise only, and what was said.
 *
 * @param isRetry whether the client repeats a request to which it got no good answer
 * @param handshake what the client offers where it asks for a WebSocket
 */
public record RoutedRequest(
        Request request,
        TestId test,
        Overrides overrides,
        boolean isRetry,
        PathPrefix prefix,
        Optional<Handshake> handshake,
        boolean isBound) {
    /** The same, with the upstream that it names by the name under which recordings know it. */
    public RoutedRequest withKnownUpstream(UnaryOperator<String> knownAs) {
        return overrides.upstream().isEmpty()
                ? this
                : new RoutedRequest(
                        request, test, overrides.withKnownUpstream(knownAs), isRetry, prefix, handshake, isBound);
    }

    /** The same, which names an alias that is bound to this test now, and may be bound to another soon. */
    public RoutedRequest of(TestId other) {
        return new RoutedRequest(request, other, overrides, isRetry, prefix, handshake, true);
    }
}
