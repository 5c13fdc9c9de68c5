package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Server-sent events (WHATWG HTML, 9.2): a chunk is an event, up to and including its blank line. */
final class SseFormat implements StreamFormat {
    private static final Bytes DATA = Bytes.utf8("data: ");
    private static final Bytes BLANK_LINE = Bytes.utf8("\n\n");
    private static final String DONE = "[DONE]";
    private static final Bytes DONE_BYTES = Bytes.utf8(DONE);

    @Override
    public String name() {
        return "sse";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/event-stream");
    }

    @Override
    public Framer framer() {
        return new SseFramer();
    }

    @Override
    public List<Bytes> repair(String text) {
        return LenientSse.frames(text);
    }

    @Override
    public List<Payload> payloads(Bytes chunk) {
        return SsePayloads.of(chunk);
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return spelled(chunk, index)
                .filter(spelled ->
                        spelled.dialect().isUsual() && !spelled.plain().json().isEmpty())
                .map(SpelledChunk::plain);
    }

    @Override
    public Optional<SpelledChunk> spelled(Bytes chunk, int index) {
        Optional<String> text = chunk.decode();
        if (text.isEmpty() || !chunk.startsWith(DATA) || !chunk.endsWith(BLANK_LINE)) {
            return text.flatMap(SseSpelling::of);
        }
        int end = text.get().length() - BLANK_LINE.size();
        boolean isOneLine = text.get().indexOf('\n') == end && text.get().indexOf('\r') < 0;
        return isOneLine
                ? Optional.of(new SpelledChunk(PlainChunk.of(text.get().substring(DATA.size(), end)), Dialect.USUAL))
                : SseSpelling.of(text.get());
    }

    /** Empty data is written without a space. */
    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        Dialect dialect = plain.json().isEmpty() ? SseSpelling.EMPTY_DATA : Dialect.USUAL;
        return chunk(plain, dialect, index);
    }

    @Override
    public Bytes chunk(PlainChunk plain, Dialect dialect, int index) {
        return Bytes.utf8(SseSpelling.write(plain, dialect));
    }

    /** Recognized by the beginning of the data, like in the official SDKs. */
    @Override
    public boolean isEndMark(Bytes chunk) {
        return chunk.contains(DONE_BYTES)
                && payloads(chunk).stream()
                        .anyMatch(payload -> payload.text(chunk).stripLeading().startsWith(DONE));
    }
}
