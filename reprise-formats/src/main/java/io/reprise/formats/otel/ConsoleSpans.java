package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans as the Python SDK writes them to a console or a file: {@code ReadableSpan.to_json()}. */
final class ConsoleSpans {
    private ConsoleSpans() {}

    static boolean isOne(Json value) {
        return value.at("context", "span_id").isPresent()
                && value.get("start_time").isPresent()
                && value.get("attributes").isPresent();
    }

    static Span of(Json span) {
        List<Span.Event> events = span.list("events").stream()
                .map(event -> new Span.Event(event.text("name"), attributes(event), Json.NULL))
                .toList();
        return new Span(
                span.text("context", "span_id").replaceFirst("^0x", ""),
                Nanoseconds.of(span.get("start_time")),
                Nanoseconds.of(span.get("end_time")),
                attributes(span),
                events);
    }

    private static Map<String, Json> attributes(Json owner) {
        Map<String, Json> attributes = new LinkedHashMap<>();
        owner.get("attributes")
                .ifPresent(all -> all.members().forEach(each -> attributes.put(each.name(), each.value())));
        return attributes;
    }
}
