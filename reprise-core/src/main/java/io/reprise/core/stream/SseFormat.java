package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Server-sent events (WHATWG HTML, 9.2): a chunk is an event, up to and including its blank line. */
final class SseFormat implements StreamFormat {
    private static final Bytes EVENT = Bytes.utf8("event: ");
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
        if (!chunk.startsWith(EVENT)) {
            return plain(chunk, Optional.empty(), 0);
        }
        int end = chunk.indexOf('\n', EVENT.size());
        return chunk.decode(EVENT.size(), Math.max(EVENT.size(), end))
                .filter(event -> event.indexOf('\r') < 0)
                .flatMap(event -> plain(chunk, Optional.of(event), end + 1));
    }

    /** The data line begins at {@code start}. Empty data is written without a space, so it is not plain with one. */
    private static Optional<PlainChunk> plain(Bytes chunk, Optional<String> event, int start) {
        int from = start + DATA.size();
        int to = chunk.size() - BLANK_LINE.size();
        boolean isPlain = from < to && chunk.startsWith(DATA, start) && chunk.endsWith(BLANK_LINE);
        return isPlain ? chunk.decode(from, to).map(json -> new PlainChunk(event, json)) : Optional.empty();
    }

    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        String data = plain.json().isEmpty() ? "data:" : "data: " + plain.json();
        return Bytes.utf8(plain.event().map(event -> "event: " + event + "\n").orElse("") + data + "\n\n");
    }

    /** Recognized by the beginning of the data, like in the official SDKs. */
    @Override
    public boolean isEndMark(Bytes chunk) {
        return chunk.contains(DONE_BYTES)
                && payloads(chunk).stream()
                        .anyMatch(payload -> payload.text(chunk).stripLeading().startsWith(DONE));
    }
}
