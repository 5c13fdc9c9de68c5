package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Spans and log records of OTLP, as its JSON encoding has them: with attributes as lists, and each value in an object that says its type. */
final class OtlpSpans {
    private OtlpSpans() {}

    static boolean isIn(Json value) {
        return value.get("resourceSpans").isPresent()
                || value.get("resourceLogs").isPresent();
    }

    static List<Span> in(Json value) {
        List<Span> spans = new ArrayList<>();
        for (Json resource : value.list("resourceSpans")) {
            for (String scopes : List.of("scopeSpans", "instrumentationLibrarySpans")) {
                resource.list(scopes).forEach(scope -> scope.list("spans").forEach(span -> spans.add(span(span))));
            }
        }
        for (Json resource : value.list("resourceLogs")) {
            resource.list("scopeLogs")
                    .forEach(scope -> scope.list("logRecords").forEach(record -> spans.add(ofLog(record))));
        }
        return spans;
    }

    private static Span span(Json span) {
        List<Span.Event> events = span.list("events").stream()
                .map(event -> new Span.Event(event.text("name"), attributes(event.list("attributes")), Json.NULL))
                .toList();
        return new Span(
                span.text("spanId"),
                Nanoseconds.of(span.get("startTimeUnixNano")),
                Nanoseconds.of(span.get("endTimeUnixNano")),
                attributes(span.list("attributes")),
                events);
    }

    /** A log record says to which span it belongs, and has attributes as an event has. */
    private static Span ofLog(Json record) {
        Map<String, Json> attributes = attributes(record.list("attributes"));
        String name = record.text("eventName");
        if (name.isEmpty()) {
            name = Optional.ofNullable(attributes.get("event.name"))
                    .flatMap(Json::string)
                    .orElse("");
        }
        Json body = record.get("body").map(OtlpSpans::plain).orElse(Json.NULL);
        return new Span(record.text("spanId"), 0, 0, Map.of(), List.of(new Span.Event(name, attributes, body)));
    }

    private static Map<String, Json> attributes(List<Json> list) {
        Map<String, Json> attributes = new LinkedHashMap<>();
        for (Json attribute : list) {
            attributes.put(
                    attribute.text("key"),
                    attribute.get("value").map(OtlpSpans::plain).orElse(Json.NULL));
        }
        return attributes;
    }

    /** A value without its type. Its depth is limited: other values of it are null. */
    private static Json plain(Json value) {
        return plain(value, 0);
    }

    private static Json plain(Json value, int depth) {
        if (depth > Attributes.DEEPEST) {
            return Json.NULL;
        }
        if (value.get("kvlistValue").isPresent()) {
            JsonObjectBuilder object = new JsonObjectBuilder();
            for (Json member : value.list("kvlistValue", "values")) {
                object.with(
                        member.text("key"),
                        member.get("value").map(each -> plain(each, depth + 1)).orElse(Json.NULL));
            }
            return object.done();
        }
        if (value.get("arrayValue").isPresent()) {
            return new Json.JsonArray(value.list("arrayValue", "values").stream()
                    .map(each -> plain(each, depth + 1))
                    .toList());
        }
        return value.get("intValue")
                .map(OtlpSpans::number)
                .or(() -> value.members().stream().map(Json.Member::value).findFirst())
                .orElse(Json.NULL);
    }

    /** A whole number has quotes, because not all parsers of JSON read 64 bits. */
    private static Json number(Json spelled) {
        return spelled.string()
                .filter(text -> text.matches("-?(0|[1-9][0-9]{0,18})"))
                .<Json>map(Json.JsonNumber::new)
                .orElse(spelled);
    }
}
