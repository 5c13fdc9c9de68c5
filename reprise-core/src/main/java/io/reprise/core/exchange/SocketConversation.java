package io.reprise.core.exchange;

import java.util.List;
import java.util.Optional;

/**
 * What was said after a WebSocket handshake, in the order in which Reprise passed it on.
 *
 * @param close who closed it, and how; empty if the connection broke without a close frame
 */
public record SocketConversation(List<SocketMessage> messages, Optional<Close> close) {
    /** What a close frame says when it has no status (RFC 6455, 7.1.5); never sent. */
    public static final int NO_STATUS = 1005;

    public SocketConversation {
        messages = List.copyOf(messages);
    }

    /**
     * A close frame.
     *
     * @param at milliseconds from when the upstream was asked
     * @param code 1000 to 4999; {@link #NO_STATUS} if there is none
     * @param reason at most 123 bytes of UTF-8; may be empty
     */
    public record Close(long at, SocketMessage.Sender from, int code, String reason) {}
}
