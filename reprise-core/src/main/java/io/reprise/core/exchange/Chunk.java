package io.reprise.core.exchange;

/**
 * One frame of a response, exactly as it was sent, including its end (an SSE event includes its blank line).
 *
 * @param at milliseconds from when the upstream was asked to the arrival of the frame's last byte; 0 or more
 */
public record Chunk(long at, Bytes bytes) {
    public Chunk {
        if (at < 0) {
            throw new IllegalArgumentException("a chunk cannot arrive before its response: at=" + at);
        }
    }

    public static Chunk of(long at, String text) {
        return new Chunk(at, Bytes.utf8(text));
    }
}
