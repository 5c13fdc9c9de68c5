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
}
