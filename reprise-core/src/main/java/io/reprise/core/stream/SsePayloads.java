package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import java.util.ArrayList;
import java.util.List;

/** Finds the places of the data in server-sent events. */
final class SsePayloads {
    private static final Bytes BYTE_ORDER_MARK = Bytes.utf8("\ufeff");
    private static final Bytes DATA = Bytes.utf8("data");
    private static final Bytes EVENT = Bytes.utf8("event");

    private final Bytes chunk;
    private final List<Payload> payloads = new ArrayList<>(1);
    private final List<Payload.Part> parts = new ArrayList<>(1);
    private String event = "";

    private SsePayloads(Bytes chunk) {
        this.chunk = chunk;
    }

    /** The data of each event; a last event need not be closed by a blank line. */
    static List<Payload> of(Bytes chunk) {
        SsePayloads reading = new SsePayloads(chunk);
        reading.lines();
        reading.endEvent();
        return reading.payloads;
    }

    private void lines() {
        int start = chunk.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.size() : 0;
        while (start < chunk.size()) {
            int end = chunk.indexOfLineEnd(start);
            if (end == start) {
                endEvent();
            } else {
                line(start, end);
            }
            boolean isCrLf = end + 1 < chunk.size() && chunk.at(end) == '\r' && chunk.at(end + 1) == '\n';
            start = end + (isCrLf ? 2 : 1);
        }
    }

    private void line(int start, int end) {
        if (isField(DATA, start, end)) {
            parts.add(new Payload.Part(value(DATA, start, end), end));
        } else if (isField(EVENT, start, end)) {
            event = chunk.text(value(EVENT, start, end), end);
        }
    }

    private boolean isField(Bytes name, int start, int end) {
        int colon = start + name.size();
        return chunk.startsWith(name, start) && (colon == end || colon < end && chunk.at(colon) == ':');
    }

    /** After the colon and one space; the end if there is no colon. */
    private int value(Bytes name, int start, int end) {
        int value = Math.min(end, start + name.size() + 1);
        return value < end && chunk.at(value) == ' ' ? value + 1 : value;
    }

    private void endEvent() {
        if (!parts.isEmpty()) {
            payloads.add(new Payload(event, parts));
            parts.clear();
        }
        event = "";
    }
}
