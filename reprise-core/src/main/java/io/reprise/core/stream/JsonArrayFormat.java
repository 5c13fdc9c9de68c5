package io.reprise.core.stream;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Framer;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON array that arrives piece by piece: a chunk is an element, with what is before it ({@code [}, a comma, white
 * space). What follows the last element, with the closing bracket, is the last chunk. No media type means this format,
 * because any array has the media type of JSON: an API family chooses it.
 */
final class JsonArrayFormat implements StreamFormat {
    private static final String SEPARATOR = "\n,\r\n";
    private static final Bytes OPENING = Bytes.utf8("[");
    private static final Bytes SEPARATING = Bytes.utf8(SEPARATOR);
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
        Bytes before = index == 0 ? OPENING : SEPARATING;
        boolean isPlain = chunk.startsWith(before) && chunk.size() > before.size();
        return isPlain ? chunk.decode(before.size(), chunk.size()).map(PlainChunk::of) : Optional.empty();
    }

    /** An empty chunk is white space, because a comma without an element would break the array. */
    @Override
    public Bytes chunk(PlainChunk plain, int index) {
        return Bytes.utf8(plain.json().isEmpty() ? "\n" : (index == 0 ? "[" : SEPARATOR) + plain.json());
    }

    @Override
    public Bytes error(PlainChunk error, int index) {
        return Bytes.concat(List.of(chunk(error, index), CLOSING));
    }

    @Override
    public boolean isEndMark(Bytes chunk) {
        return JsonArrayScan.isClosing(chunk);
    }
}
