package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Dialect;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.SpelledChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON array that arrives piece by piece: a chunk is an element, with what is before it ({@code [}, a comma, white
 * space). What follows the last element, with the closing bracket, is the last chunk. No media type means this format,
 * because any array has the media type of JSON: an API family chooses it.
 */
final class JsonArrayFormat implements StreamFormat {
    private static final String OPENING = "[";
    private static final String SEPARATOR = "\n,\r\n";
    private static final String BEFORE_FIRST = "first";
    private static final String BETWEEN = "separator";
    private static final Bytes CLOSING = Bytes.utf8("\n]");

    @Override
    public String name() {
        return "json-array";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of();
    }

    @Override
    public boolean mayBegin(Bytes chunk) {
        int first = JsonArrayScan.skipWhiteSpace(chunk, 0, chunk.size());
        return first == chunk.size() || chunk.at(first) == '[';
    }

    @Override
    public Framer framer() {
        return new JsonArrayFramer();
    }

    @Override
    public List<Bytes> repair(String text) {
        Framer framer = framer();
        List<Bytes> chunks = new ArrayList<>(framer.feed(Bytes.utf8(text)));
        framer.rest().ifPresent(chunks::add);
        return chunks;
    }

    /** The elements; of a chunk that is no part of an array, everything. */
    @Override
    public List<Payload> payloads(Bytes chunk) {
        return JsonArrayScan.elements(chunk);
    }

    @Override
    public Optional<PlainChunk> plain(Bytes chunk, int index) {
        return spelled(chunk, index)
                .filter(spelled -> spelled.dialect().isUsual())
                .map(SpelledChunk::plain);
    }

    /** An element is the last thing in its chunk. */
    @Override
    public Optional<SpelledChunk> spelled(Bytes chunk, int index) {
        List<Payload> elements = payloads(chunk);
        if (elements.size() != 1) {
            return Optional.empty();
        }
        Payload.Part element = elements.get(0).parts().get(0);
        Dialect dialect = dialect(chunk.text(0, element.start()), index);
        return element.end() == chunk.size()
                ? chunk.decode(element.start(), element.end())
                        .map(json -> new SpelledChunk(PlainChunk.of(json), dialect))
                : Optional.empty();
    }

    private static Dialect dialect(String before, int index) {
        boolean isUsual = before.equals(index == 0 ? OPENING : SEPARATOR);
        return isUsual ? Dialect.USUAL : new Dialect(Map.of(index == 0 ? BEFORE_FIRST : BETWEEN, before));
    }

    /** An empty chunk is white space, because a comma without an element would break the array. */
    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return plain.json().isEmpty() ? Bytes.utf8("\n") : chunk(PlainChunk.of(plain.json()), Dialect.USUAL, index);
    }

    @Override
    public Bytes chunk(PlainChunk plain, Dialect dialect, int index) {
        DialectRules.onlyHas(dialect, name(), Set.of(BEFORE_FIRST, BETWEEN));
        DialectRules.hasNoFields(plain, name());
        String before = index == 0 ? dialect.get(BEFORE_FIRST, OPENING) : dialect.get(BETWEEN, SEPARATOR);
        return Bytes.utf8(before + plain.json());
    }

    @Override
    public Bytes error(PlainChunk error, int index) {
        return Bytes.concat(List.of(chunk(error, index), CLOSING));
    }

    @Override
    public boolean closes(Bytes chunk) {
        return isEndMark(chunk);
    }

    /** An array begins and ends once: the first element comes again like a later one, and the end as white space. */
    @Override
    public Bytes repeated(Bytes chunk, int index) {
        if (isEndMark(chunk)) {
            return Bytes.utf8("\n");
        }
        List<Payload> elements = payloads(chunk);
        return index > 0 || elements.isEmpty()
                ? chunk
                : Bytes.concat(List.of(
                        Bytes.utf8(SEPARATOR),
                        chunk.slice(elements.get(0).parts().get(0).start(), chunk.size())));
    }

    @Override
    public boolean isEndMark(Bytes chunk) {
        return JsonArrayScan.isClosing(chunk);
    }
}
