package io.reprise.core.exchange;

import java.util.List;
import java.util.StringJoiner;

/**
 * One thing that a chunk carries, in most formats JSON, and where it stands.
 *
 * @param event the type of the event; empty where it has none
 * @param parts the lines of the payload's text, without their ends
 */
public record Payload(String event, List<Part> parts) {
    /** Bytes of a chunk from {@code start} to {@code end} (exclusive). */
    public record Part(int start, int end) {}

    public Payload {
        parts = List.copyOf(parts);
    }

    /** A payload of no type that is the bytes from {@code start} to {@code end} (exclusive). */
    public static Payload of(int start, int end) {
        return new Payload("", List.of(new Part(start, end)));
    }

    /** The text of this payload, which must be one of {@code chunk}; U+FFFD stands for what is not UTF-8. */
    public String text(Bytes chunk) {
        if (parts.size() == 1) {
            return chunk.text(parts.get(0).start(), parts.get(0).end());
        }
        StringJoiner lines = new StringJoiner("\n");
        parts.forEach(part -> lines.add(chunk.text(part.start(), part.end())));
        return lines.toString();
    }
}
