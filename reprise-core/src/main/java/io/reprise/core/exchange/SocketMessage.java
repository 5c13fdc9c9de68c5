package io.reprise.core.exchange;

/**
 * One message of a WebSocket conversation: its fragments joined, and decoded where it was compressed.
 *
 * @param at milliseconds from when the upstream was asked to the message's last byte; 0 or more
 * @param isBinary whether it came in a binary frame
 */
public record SocketMessage(long at, Sender from, boolean isBinary, Bytes bytes) {
    /** Who sent a message. */
    public enum Sender {
        CLIENT,
        UPSTREAM
    }

    public SocketMessage {
        if (at < 0) {
            throw new IllegalArgumentException("a message cannot arrive before its conversation: at=" + at);
        }
    }

    public static SocketMessage text(long at, Sender from, String text) {
        return new SocketMessage(at, from, false, Bytes.utf8(text));
    }
}
