package io.reprise.core.store.file;

import io.reprise.core.content.Multipart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.HeaderSyntax;
import io.reprise.core.exchange.HeaderValue;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import io.reprise.core.store.file.member.FileValue;
import io.reprise.core.store.file.member.MemberLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a multipart request, each an object of the list {@code parts}. Of a request the value is kept: its parts with their headers, not
 * how they were spelled. The boundary is in the content type of the request.
 */
final class PartLines {
    static final String NAME = "parts";

    private PartLines() {}

    /**
     * The parts of the request's body; empty if reading them back would give others. Their contents cannot have the boundary, since they were
     * found with it.
     */
    static Optional<List<Multipart.Part>> of(Request request) {
        return Multipart.parse(request.headers(), request.body())
                .filter(parts -> parts.stream()
                        .flatMap(part -> part.headers().entrySet().stream())
                        .allMatch(header -> HeaderSyntax.isValue(header.getValue())
                                && Multipart.isLine(header.getKey() + ": " + header.getValue())));
    }

    static void write(List<Multipart.Part> parts, SeparateBodies bodies, MemberLines lines) {
        lines.array(NAME);
        for (Multipart.Part part : parts) {
            lines.object();
            if (!part.headers().isEmpty()) {
                lines.object("headers");
                part.headers().forEach((name, value) -> lines.member(name, new Json.JsonString(value)));
                lines.endObject();
            }
            if (bodies.take(part.content())) {
                bodies.write(part.content(), part.headers().getOrDefault("content-type", ""), lines);
            } else if (!part.content().isEmpty()) {
                new WholeBody(part.content()).write(lines);
            }
            lines.endObject();
        }
        lines.endArray();
    }

    /** The body that consists of the parts in {@code list}. */
    static Bytes read(FileValue list, Headers headers, BodyReading bodies) {
        String boundary = boundary(headers)
                .orElseThrow(() -> list.wrong("needs a multipart 'content-type' with a boundary in the headers"));
        List<Multipart.Part> parts = new ArrayList<>();
        for (FileValue part : list.items()) {
            Map<String, String> fields = new java.util.LinkedHashMap<>();
            RecordingReading.headers(part)
                    .fields()
                    .forEach(field -> fields.merge(field.name(), field.value(), (one, other) -> one + ", " + other));
            parts.add(new Multipart.Part(fields, bodies.body(part).orElse(Bytes.EMPTY)));
        }
        return body(parts, boundary);
    }

    private static Optional<String> boundary(Headers headers) {
        String type = headers.first("content-type").orElse("");
        int semicolon = type.indexOf(';');
        return semicolon < 0
                ? Optional.empty()
                : HeaderValue.parameters(type, semicolon).map(named -> named.get("boundary"));
    }

    private static Bytes body(List<Multipart.Part> parts, String boundary) {
        List<Bytes> pieces = new ArrayList<>();
        for (Multipart.Part part : parts) {
            StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
            part.headers()
                    .forEach((name, value) ->
                            head.append(name).append(": ").append(value).append("\r\n"));
            pieces.add(Bytes.utf8(head + "\r\n"));
            pieces.add(part.content());
            pieces.add(Bytes.utf8("\r\n"));
        }
        pieces.add(Bytes.utf8("--" + boundary + "--\r\n"));
        return Bytes.concat(pieces);
    }
}
