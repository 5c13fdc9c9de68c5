package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A span, or the log records about one.
 *
 * @param start in nanoseconds since 1970; 0 if it is not known
 * @param end as {@code start}
 */
record Span(String id, long start, long end, Map<String, Json> attributes, List<Event> events) {
    Span {
        attributes = Map.copyOf(attributes);
        events = List.copyOf(events);
    }

    /** @param body of a log record; null for an event of a span */
    record Event(String name, Map<String, Json> attributes, Json body) {
        Event {
            attributes = Map.copyOf(attributes);
        }
    }

    /** The first attribute that it has of these. */
    Optional<Json> first(String... names) {
        for (String name : names) {
            if (attributes.containsKey(name)) {
                return Optional.ofNullable(attributes.get(name));
            }
        }
        return Optional.empty();
    }

    /** The text of the first attribute that it has of these; empty if it has none. */
    String text(String... names) {
        return first(names).flatMap(Json::string).orElse("");
    }

    /** With the events and the attributes of another record about the same span. */
    Span with(Span other) {
        Map<String, Json> all = new HashMap<>(other.attributes);
        all.putAll(attributes);
        return new Span(
                id,
                start == 0 ? other.start : start,
                end == 0 ? other.end : end,
                all,
                Stream.of(events, other.events).flatMap(List::stream).toList());
    }

    /** With the attributes of the event that has the details of the call. */
    Span withDetails() {
        return events.stream()
                .filter(event -> event.name().equals("gen_ai.client.inference.operation.details"))
                .map(event -> new Span(id, 0, 0, event.attributes(), List.of()))
                .reduce(this, Span::with);
    }
}
