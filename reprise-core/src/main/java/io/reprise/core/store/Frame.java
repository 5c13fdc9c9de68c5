package io.reprise.core.store;

import io.reprise.core.exchange.Framing;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import java.util.Optional;

/** A chunk that is nothing but one JSON value in the plainest form of its framing. */
record Frame(Framing framing, Optional<String> event, Json data) {
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    /** What {@code text} carries; empty where it is not JSON in that form. Whether it comes back exactly, {@link #text} tells. */
    static Optional<Frame> parse(Framing framing, String text) {
        return switch (framing) {
            case SSE -> sse(text);
            case NDJSON -> text.endsWith("\n") ? json(framing, Optional.empty(), text) : Optional.empty();
            case WHOLE -> json(framing, Optional.empty(), text);
        };
    }

    private static Optional<Frame> sse(String text) {
        int data = 0;
        Optional<String> event = Optional.empty();
        if (text.startsWith(EVENT)) {
            data = text.indexOf('\n') + 1;
            event = Optional.of(text.substring(EVENT.length(), Math.max(EVENT.length(), data - 1)));
        }
        return text.startsWith(DATA, data) && text.endsWith("\n\n")
                ? json(Framing.SSE, event, text.substring(data + DATA.length()))
                : Optional.empty();
    }

    private static Optional<Frame> json(Framing framing, Optional<String> event, String text) {
        try {
            return Optional.of(new Frame(framing, event, Json.parse(text)));
        } catch (JsonSyntaxException other) {
            return Optional.empty();
        }
    }

    /** The chunk, with its value in the given layout. */
    String text(Layout layout) {
        return around(data.write(layout));
    }

    /** The chunk that carries {@code json}. */
    String around(String json) {
        return switch (framing) {
            case SSE -> event.map(name -> EVENT + name + "\n").orElse("") + DATA + json + "\n\n";
            case NDJSON -> json + "\n";
            case WHOLE -> json;
        };
    }
}
