package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of one server-sent event, by the rules of WHATWG HTML, 9.2.6. Bytes that are not UTF-8 have become
 * U+FFFD.
 *
 * @param event the event's type; empty if it has none, which means {@code message}
 * @param data the data lines, joined by LF; empty if there is none; then a browser ignores the event
 * @param retry in milliseconds
 * @param comments without their colon, in order
 */
public record SseEvent(
        String event, Optional<String> data, Optional<String> id, Optional<Long> retry, List<String> comments) {

    private static final int MOST_DIGITS = 18;

    public SseEvent {
        comments = List.copyOf(comments);
    }

    /** An event of no type that carries {@code data}. */
    public static SseEvent of(String data) {
        return new SseEvent("", Optional.of(data), Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * The content of {@code chunk}, read as a stream of its own: a byte order mark at its start is skipped, and the
     * blank line at its end may be missing.
     */
    public static SseEvent parse(Bytes chunk) {
        return of(SseLines.of(new String(chunk.toArray(), StandardCharsets.UTF_8)));
    }

    static SseEvent of(List<String> lines) {
        String event = "";
        StringBuilder data = new StringBuilder();
        boolean hasData = false;
        Optional<String> id = Optional.empty();
        Optional<Long> retry = Optional.empty();
        List<String> comments = new ArrayList<>();
        for (String line : lines) {
            String value = SseLines.value(line);
            switch (SseLines.field(line)) {
                case "event" -> event = value;
                case "data" -> {
                    data.append(hasData ? "\n" : "").append(value);
                    hasData = true;
                }
                case "id" -> id = value.indexOf('\0') < 0 ? Optional.of(value) : id;
                case "retry" -> retry = isNumber(value) ? Optional.of(Long.parseLong(value)) : retry;
                case "" -> {
                    if (line.startsWith(":")) {
                        comments.add(line.substring(1));
                    }
                }
                default -> {}
            }
        }
        return new SseEvent(event, hasData ? Optional.of(data.toString()) : Optional.empty(), id, retry, comments);
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /**
     * This event in a form that every client can read: LF line ends, one space after a field's colon, and a blank line
     * at the end.
     */
    public Bytes frame() {
        StringBuilder frame = new StringBuilder();
        comments.forEach(comment -> frame.append(':').append(comment).append('\n'));
        if (!event.isEmpty()) {
            frame.append("event: ").append(event).append('\n');
        }
        id.ifPresent(value -> frame.append("id: ").append(value).append('\n'));
        retry.ifPresent(value -> frame.append("retry: ").append(value).append('\n'));
        data.ifPresent(text -> frame.append("data: ")
                .append(text.replaceAll("\r\n|\r|\n", "\ndata: "))
                .append('\n'));
        return Bytes.utf8(frame.append('\n').toString());
    }
}
