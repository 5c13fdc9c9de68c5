package io.reprise.core.exchange;

import java.util.List;
import java.util.StringJoiner;

/**
 * A part of what a chunk says, with its place in the chunk's content; JSON in most formats.
 *
 * @param event the type of the event; empty if it has none
 * @param parts the lines of the payload's text, without their ends
 */
public record Payload(String event, List<Part> parts) {
    /** Bytes of a chunk's content from {@code start} to {@code end} (exclusive). */
    public record Part(int start, int end) {}

    public Payload {
        parts = List.copyOf(parts);
    }

    /** A payload without a type: the bytes from {@code start} to {@code end} (exclusive). */
    public static Payload of(int start, int end) {
        return new Payload("", List.of(new Part(start, end)));
    }

    /**
     * The text of this payload, which must be one of the chunk with {@code content}; with U+FFFD for bytes that are not
     * UTF-8.
     */
    public String text(Bytes content) {
        if (parts.size() == 1) {
            return content.text(parts.get(0).start(), parts.get(0).end());
        }
        StringJoiner lines = new StringJoiner("\n");
        parts.forEach(part -> lines.add(content.text(part.start(), part.end())));
        return lines.toString();
    }
}
