package io.reprise.core.exchange;

import java.util.Optional;

/**
 * One request and the response to it.
 *
 * @param socket the messages that both sides sent after a WebSocket handshake (RFC 6455); empty for all other exchanges
 */
public record Exchange(Request request, Response response, Optional<SocketConversation> socket) {
    public Exchange(Request request, Response response) {
        this(request, response, Optional.empty());
    }

    /** The same exchange with another request. */
    public Exchange with(Request changed) {
        return new Exchange(changed, response, socket);
    }

    /** The same exchange with another response. */
    public Exchange with(Response changed) {
        return new Exchange(request, changed, socket);
    }
}
