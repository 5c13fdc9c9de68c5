package io.reprise.core.store;

import io.reprise.core.exchange.Framing;
import java.util.Optional;

/**
 * A chunk in the plainest form of its framing.
 *
 * @param json what stands where one expects a value; it need not be one
 */
record PlainChunk(Framing framing, Optional<String> event, String json) {
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";
    private static final String BLANK_LINE = "\n\n";

    /** What {@code text} carries, so that {@link #text} gives it back; empty where it is not in that form. */
    static Optional<PlainChunk> of(Framing framing, String text) {
        return switch (framing) {
            case SSE -> sse(text);
            case NDJSON ->
                text.endsWith("\n")
                        ? Optional.of(new PlainChunk(framing, Optional.empty(), text.substring(0, text.length() - 1)))
                        : Optional.empty();
            case WHOLE -> Optional.of(new PlainChunk(framing, Optional.empty(), text));
        };
    }

    private static Optional<PlainChunk> sse(String text) {
        int data = 0;
        Optional<String> event = Optional.empty();
        if (text.startsWith(EVENT)) {
            data = text.indexOf('\n') + 1;
            event = Optional.of(text.substring(EVENT.length(), Math.max(EVENT.length(), data - 1)));
        }
        int json = data + DATA.length();
        int end = text.length() - BLANK_LINE.length();
        return text.startsWith(DATA, data) && json <= end && text.endsWith(BLANK_LINE)
                ? Optional.of(new PlainChunk(Framing.SSE, event, text.substring(json, end)))
                : Optional.empty();
    }

    /** The chunk. */
    String text() {
        return switch (framing) {
            case SSE -> event.map(name -> EVENT + name + "\n").orElse("") + DATA + json + BLANK_LINE;
            case NDJSON -> json + "\n";
            case WHOLE -> json;
        };
    }
}
