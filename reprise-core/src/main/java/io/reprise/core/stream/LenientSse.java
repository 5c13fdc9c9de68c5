package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads event streams without blank lines, as in other tools' recordings, and makes valid ones.
 *
 * <p>A blank line still ends an event. Without one, an event ends after each {@code data:} line that completes a JSON
 * value or {@code [DONE]}; comments and other fields belong to the event whose data follows them. Data that is JSON
 * over several lines becomes one line, since several clients read no more than one.
 */
final class LenientSse {
    private static final String END_MARK = "[DONE]";

    private final List<List<String>> events = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final List<String> data = new ArrayList<>();
    private final JsonDepth depth = new JsonDepth();
    /** Whether {@link #data} cannot become JSON any more. */
    private boolean isText;
    /** Whether an event has ended since the latest blank line. */
    private boolean isAfterEvent;

    private LenientSse() {}

    /** The events of {@code source}, each closed by a blank line. */
    static List<Bytes> frames(String source) {
        LenientSse reading = new LenientSse();
        SseLines.of(source).forEach(reading::line);
        reading.blankLine();
        return reading.events.stream()
                .map(lines -> Bytes.utf8(String.join("\n", lines) + "\n\n"))
                .toList();
    }

    private void line(String line) {
        if (line.isEmpty()) {
            blankLine();
        } else if (SseLines.field(line).equals("data")) {
            data(SseLines.value(line));
        } else {
            if (!data.isEmpty() && !depth.isOpen()) {
                endEvent();
            }
            fields.add(line);
        }
    }

    private void data(String payload) {
        boolean wasOpen = depth.isOpen();
        boolean isWholeAlone = isWhole(payload);
        if (isWholeAlone && !wasOpen && !data.isEmpty()) {
            endEvent();
        }
        data.add(payload);
        depth.read(payload);
        if (isWholeAlone && !wasOpen) {
            endEvent();
        } else if (wasOpen && !depth.isOpen() && !isText) {
            isText = !isWhole(String.join("\n", data));
            if (!isText) {
                endEvent();
            }
        }
    }

    private static boolean isWhole(String payload) {
        return payload.strip().equals(END_MARK) || Json.tryParse(payload).isPresent();
    }

    private void blankLine() {
        if (data.isEmpty() && isAfterEvent) {
            events.get(events.size() - 1).addAll(fields);
            fields.clear();
        }
        endEvent();
        isAfterEvent = false;
    }

    private void endEvent() {
        if (data.isEmpty() && fields.isEmpty()) {
            return;
        }
        if (depth.isOpen() && data.stream().anyMatch(LenientSse::isWhole)) {
            data.forEach(payload -> add(List.of(payload)));
        } else if (data.size() > 1 && isWhole(String.join("\n", data))) {
            add(List.of(String.join("", data)));
        } else {
            add(data);
        }
        data.clear();
        depth.reset();
        isText = false;
    }

    private void add(List<String> payloads) {
        List<String> lines = new ArrayList<>(fields);
        payloads.forEach(payload -> lines.add("data: " + payload));
        events.add(lines);
        fields.clear();
        isAfterEvent = true;
    }
}
