package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Bytes.Replacement;
import io.reprise.core.exchange.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a frame says, as text: its headers that are strings, each with a line end, and its payload, in which JSON that is
 * encoded as base64 is decoded. Knows which bytes of it are which part of the frame, so that they can be changed.
 */
final class EventContent {
    private static final Bytes LINE_END = Bytes.utf8("\n");

    private final EventFrame frame;
    private final Optional<EncodedJson> encoded;
    private final List<Bytes> parts = new ArrayList<>();
    /** The index of the part with the JSON that clients read. */
    private final int payload;

    EventContent(EventFrame frame) {
        this.frame = frame;
        this.encoded = EncodedJson.in(frame.payload());
        frame.headers().stream().filter(EventFrame.Header::isString).forEach(header -> {
            parts.add(header.value());
            parts.add(LINE_END);
        });
        encoded.ifPresent(json -> parts.add(json.before()));
        payload = parts.size();
        parts.add(encoded.map(EncodedJson::json).orElse(frame.payload()));
        encoded.ifPresent(json -> parts.add(json.after()));
    }

    Bytes bytes() {
        return Bytes.concat(parts);
    }

    List<Payload> payloads() {
        int start = parts.subList(0, payload).stream().mapToInt(Bytes::size).sum();
        int end = start + parts.get(payload).size();
        return start == end ? List.of() : List.of(new Payload(frame.type(), List.of(new Payload.Part(start, end))));
    }

    /** The text of the payload, in which encoded JSON is decoded; empty if it is not UTF-8. */
    Optional<String> text() {
        return encoded.map(EncodedJson::decoded).orElse(frame.payload()).decode();
    }

    /** The frame with some bytes of its content replaced. */
    EventFrame replace(List<Replacement> replacements) {
        List<Bytes> changed = new ArrayList<>();
        int start = 0;
        for (Bytes part : parts) {
            changed.add(part.replace(within(replacements, start, start + part.size())));
            start += part.size();
        }
        List<EventFrame.Header> headers = new ArrayList<>();
        int at = 0;
        for (EventFrame.Header header : frame.headers()) {
            headers.add(
                    header.isString() ? new EventFrame.Header(header.name(), header.type(), changed.get(at)) : header);
            at += header.isString() ? 2 : 0;
        }
        Bytes said = changed.get(payload);
        return new EventFrame(
                headers,
                encoded.isEmpty()
                        ? said
                        : new EncodedJson(changed.get(payload - 1), said, changed.get(payload + 1)).encoded());
    }

    /** What is replaced in the bytes from {@code start} to {@code end}, where all of it is put that begins there. */
    private static List<Replacement> within(List<Replacement> replacements, int start, int end) {
        return replacements.stream()
                .filter(each -> each.from() < end && each.to() > start)
                .map(each -> new Replacement(
                        Math.max(each.from(), start) - start,
                        Math.min(each.to(), end) - start,
                        each.from() >= start ? each.by() : Bytes.EMPTY))
                .toList();
    }

    /**
     * A payload such as {@code {"bytes":"eyJhIjoxfQ==","p":"abc"}}, whose member {@code bytes} is JSON in base64.
     *
     * @param before everything up to the opening quote
     * @param after everything from the closing quote on
     */
    private record EncodedJson(Bytes before, Bytes json, Bytes after) {
        static Optional<EncodedJson> in(Bytes payload) {
            return BytesMember.quoted(payload.latin1()).flatMap(member -> decode(payload, member));
        }

        private static Optional<EncodedJson> decode(Bytes payload, Payload.Part member) {
            String base64 = payload.text(member.start() + 1, member.end() - 1);
            try {
                byte[] decoded = Base64.getDecoder().decode(base64);
                return Base64.getEncoder().encodeToString(decoded).equals(base64)
                        ? Optional.of(Bytes.owning(decoded))
                                .filter(BytesMember::isContainer)
                                .map(json -> new EncodedJson(
                                        payload.slice(0, member.start()),
                                        json,
                                        payload.slice(member.end(), payload.size())))
                        : Optional.empty();
            } catch (IllegalArgumentException noBase64) {
                return Optional.empty();
            }
        }

        Bytes decoded() {
            return Bytes.concat(List.of(before, json, after));
        }

        Bytes encoded() {
            String base64 = '"' + Base64.getEncoder().encodeToString(json.toArray()) + '"';
            return Bytes.concat(List.of(before, Bytes.utf8(base64), after));
        }
    }

    /** The payload that {@link #text} is of, with JSON encoded where {@link #text} has decoded it. */
    static Bytes payload(String text) {
        Bytes bytes = Bytes.utf8(text);
        return BytesMember.container(bytes.latin1())
                .map(member -> new EncodedJson(
                                bytes.slice(0, member.start()),
                                bytes.slice(member.start(), member.end()),
                                bytes.slice(member.end(), bytes.size()))
                        .encoded())
                .orElse(bytes);
    }
}
