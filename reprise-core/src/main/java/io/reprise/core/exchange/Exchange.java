package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * One request and the response to it.
 *
 * @param socket the messages that both sides sent after a WebSocket handshake (RFC 6455); empty for all other exchanges
 */
public record Exchange(Request request, Response response, Optional<SocketConversation> socket) {
    /** The status of a handshake that was accepted (RFC 6455, 4.2.2). */
    public static final int SWITCHING_PROTOCOLS = 101;

    /** The only header of an accepted handshake that is kept. */
    public static final String CHOSEN_PROTOCOL = "sec-websocket-protocol";

    public Exchange(Request request, Response response) {
        this(request, response, Optional.empty());
    }

    /** A WebSocket conversation that one side closed, or else one that the upstream broke off. */
    public static Exchange conversation(Request handshake, Headers response, SocketConversation conversation) {
        Ending ending = conversation.close().isPresent() ? Ending.COMPLETE : Ending.CUT;
        return conversation(handshake, response, conversation, ending);
    }

    /**
     * A WebSocket conversation. Of the response's headers, only the protocol that the upstream chose is kept: all others belong to one
     * connection.
     *
     * @param ending where nobody closed it, {@link Ending#CUT} if the upstream broke off, else the client
     */
    public static Exchange conversation(
            Request handshake, Headers response, SocketConversation conversation, Ending ending) {
        Headers kept = response.filter(field -> field.name().equals(CHOSEN_PROTOCOL));
        Response accepted = new Response(SWITCHING_PROTOCOLS, kept, StreamFormat.WHOLE, List.of(), ending);
        return new Exchange(handshake, accepted, Optional.of(conversation));
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
