package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binary frames with lengths and checksums (the event stream encoding of Smithy): a chunk is a frame. docs/framing.md
 * says which bytes of a frame are its content.
 */
final class EventStreamFormat implements StreamFormat {
    /** The type of an exception that does not say its own: the service has failed. */
    private static final String FAILURE = "internalServerException";

    @Override
    public String name() {
        return "event-stream";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("application/vnd.amazon.eventstream");
    }

    @Override
    public Framer framer() {
        return new EventStreamFramer();
    }

    /** Each line is the JSON of an event. */
    @Override
    public List<Bytes> repair(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> chunk(PlainChunk.of(line), 0))
                .toList();
    }

    @Override
    public Bytes content(Bytes chunk) {
        return EventFrame.parse(chunk)
                .map(frame -> new EventContent(frame).bytes())
                .orElse(chunk);
    }

    /** A damaged frame has none. */
    @Override
    public List<Payload> payloads(Bytes chunk) {
        return EventFrame.parse(chunk)
                .map(frame -> new EventContent(frame).payloads())
                .orElse(List.of());
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return spelled(chunk, index)
                .map(SpelledChunk::plain)
                .filter(plain -> plain.fields().isEmpty());
    }

    /** Headers other than those of a usual event are fields, all of them. */
    @Override
    public Optional<SpelledChunk> spelled(Bytes chunk, int index) {
        return EventFrame.parse(chunk)
                .flatMap(EventStreamFormat::plain)
                .map(plain -> new SpelledChunk(plain, Dialect.USUAL))
                .filter(spelled -> chunk(spelled.plain(), Dialect.USUAL, index).equals(chunk));
    }

    private static Optional<PlainChunk> plain(EventFrame frame) {
        Optional<String> event = Optional.of(frame.type()).filter(type -> !type.isEmpty());
        Optional<String> json = new EventContent(frame)
                .text()
                .filter(text -> !isMixed(text))
                .or(() -> frame.payload().decode());
        return frame.headers().equals(headers("event", event))
                ? json.map(text -> new PlainChunk(event, text))
                : json.flatMap(text ->
                        EventFields.of(frame.headers()).map(fields -> new PlainChunk(Optional.empty(), fields, text)));
    }

    /** Whether encoded JSON is spelled in another way than the JSON around it, so that no spelling gives both. */
    private static boolean isMixed(String text) {
        return Spelling.COMPACT.padding(text) < 0
                && Spelling.SPACED.padding(text) < 0
                && BytesMember.container(text).isPresent();
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return frame(headers("event", plain.event()), plain.json());
    }

    @Override
    public Bytes chunk(PlainChunk plain, Dialect dialect, int index) {
        DialectRules.onlyHas(dialect, name(), Set.of());
        if (plain.event().isPresent() && !plain.fields().isEmpty()) {
            throw new IllegalArgumentException("a frame has either an event or fields, which name all of its headers");
        }
        return plain.fields().isEmpty()
                ? chunk(plain, index)
                : frame(plain.fields().stream().map(EventFields::header).toList(), plain.json());
    }

    @Override
    public Bytes error(PlainChunk error, int index) {
        return frame(headers("exception", error.event().or(() -> Optional.of(FAILURE))), error.json());
    }

    private static Bytes frame(List<EventFrame.Header> headers, String json) {
        return new EventFrame(headers, EventContent.payload(json)).write();
    }

    private static List<EventFrame.Header> headers(String kind, Optional<String> type) {
        List<EventFrame.Header> headers = new ArrayList<>();
        type.ifPresent(name -> headers.add(EventFrame.Header.of(":" + kind + "-type", name)));
        headers.add(EventFrame.Header.of(":content-type", "application/json"));
        headers.add(EventFrame.Header.of(":message-type", kind));
        return headers;
    }

    @Override
    public Bytes replace(Bytes chunk, List<Bytes.Replacement> replacements) {
        return EventFrame.parse(chunk)
                .map(frame -> new EventContent(frame).replace(replacements).write())
                .orElseGet(() -> chunk.replace(replacements));
    }
}
