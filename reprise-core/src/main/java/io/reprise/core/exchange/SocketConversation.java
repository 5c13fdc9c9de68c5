package io.reprise.core.exchange;

import java.nio.charset.StandardCharsets;
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
    public record Close(long at, SocketMessage.Sender from, int code, String reason) {
        /** Codes below are not used (RFC 6455, 7.4.2). */
        public static final int FIRST_CODE = 1000;

        public static final int LAST_CODE = 4999;

        /** In bytes: a control frame has 125 of them, two of which are the code (RFC 6455, 5.5). */
        public static final int MOST_OF_A_REASON = 123;

        public static boolean isCode(int code) {
            return code >= FIRST_CODE && code <= LAST_CODE;
        }

        /** Whether a frame can hold the reason. */
        public static boolean isReason(String reason) {
            return reason.getBytes(StandardCharsets.UTF_8).length <= MOST_OF_A_REASON;
        }
    }
}
