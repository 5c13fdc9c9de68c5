package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import io.reprise.formats.JsonValues;
import io.reprise.formats.NotImportedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Spans of OpenTelemetry, as the collector and the SDK for Python write them to files. A span has neither a request nor the bytes of an answer:
 * both are made of what it says.
 */
public final class OtelFormat implements DocumentFormat {
    @Override
    public String name() {
        return "otel";
    }

    @Override
    public boolean isNamed(String name) {
        return name.endsWith(".json") || name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return document.text().filter(OtelFormat::mayBeOurs).isPresent()
                ? found(document, document.once(JsonValues.class, JsonValues::of))
                : Optional.empty();
    }

    private static boolean mayBeOurs(String text) {
        String begin = text.stripLeading();
        return (begin.startsWith("{") || begin.startsWith("["))
                && Stream.of("\"resourceSpans\"", "\"resourceLogs\"", "\"span_id\"")
                        .anyMatch(text::contains);
    }

    private static Optional<List<Found>> found(Document document, JsonValues read) {
        List<Json> values = read.values().stream()
                .flatMap(value -> value instanceof Json.JsonArray array ? array.items().stream() : Stream.of(value))
                .map(value -> value.get("trace").orElse(value))
                .toList();
        boolean isOurs = values.isEmpty() || values.stream().anyMatch(OtelFormat::isOurs);
        if (!isOurs) {
            return Optional.empty();
        }
        List<Found> found = new ArrayList<>();
        read.problems().forEach(problem -> found.add(new Found.Unreadable(document.origin(), problem)));
        List<Span> spans = values.stream()
                .flatMap(value ->
                        ConsoleSpans.isOne(value) ? Stream.of(ConsoleSpans.of(value)) : OtlpSpans.in(value).stream())
                .toList();
        for (Span span : merged(spans)) {
            String origin = document.origin() + "#" + (span.id().isEmpty() ? found.size() + 1 : span.id());
            found.add(Found.orReason(origin, () -> found(span, origin, document)));
        }
        return Optional.of(found);
    }

    private static boolean isOurs(Json value) {
        return OtlpSpans.isIn(value) || ConsoleSpans.isOne(value);
    }

    /** Log records about a span belong to it. Spans are in the order in which they began; those of an unknown time are first. */
    private static List<Span> merged(List<Span> spans) {
        Map<String, Span> all = new LinkedHashMap<>();
        for (Span span : spans) {
            all.merge(span.id().isEmpty() ? "#" + all.size() : span.id(), span, Span::with);
        }
        return all.values().stream()
                .sorted(Comparator.comparingLong(Span::start))
                .toList();
    }

    private static Found found(Span span, String origin, Document document) {
        ModelCall call = new ModelCall(span.withDetails());
        if (!call.isOne()) {
            throw new NotImportedException("its span is about no call of a model");
        }
        return call.found(origin, document.test());
    }
}
