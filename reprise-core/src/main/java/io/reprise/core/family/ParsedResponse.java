package io.reprise.core.family;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A response and the JSON of its chunks, each parsed when it is first asked for. What is parsed is remembered, but not that of a long stream, which
 * would take ten times its memory. Safe for use by several threads.
 */
public final class ParsedResponse {
    /** The chunks of a stream with more bytes are parsed each time. */
    private static final long LONG = 512 << 10;

    private final Response response;
    /** Empty if nothing is remembered. */
    private final List<Lazy<List<Optional<Json>>>> payloads;

    public ParsedResponse(Response response) {
        this(response, List.of());
    }

    /** @param known what is known of each chunk; may be left out for all of them */
    public ParsedResponse(Response response, List<Optional<KnownJson>> known) {
        this.response = response;
        boolean isInPieces = response.large().isPresent();
        boolean isLarge = isInPieces || bytes(response) > LONG;
        List<Optional<KnownJson>> kept = isLarge ? List.of() : List.copyOf(known);
        this.payloads = isInPieces || isLarge && response.chunks().size() > 1
                ? List.of()
                : IntStream.range(0, response.chunks().size())
                        .mapToObj(i -> new Lazy<>(() -> kept.isEmpty() ? parsed(i) : parsed(i, kept.get(i))))
                        .toList();
    }

    private ParsedResponse(List<Lazy<List<Optional<Json>>>> payloads, Response response) {
        this.payloads = payloads;
        this.response = response;
    }

    /** The same response with only the first {@code chunks}; what is parsed is remembered for both. */
    public ParsedResponse beginning(int chunks) {
        return new ParsedResponse(
                payloads.isEmpty() ? payloads : payloads.subList(0, chunks),
                response.withChunks(response.chunks().subList(0, chunks)));
    }

    private static long bytes(Response response) {
        long bytes = 0;
        for (Chunk chunk : response.chunks()) {
            bytes += chunk.bytes().size();
        }
        return bytes;
    }

    private List<Optional<Json>> parsed(int index, Optional<KnownJson> known) {
        return known.map(json -> JsonPayloads.of(response, response.chunks().get(index), json))
                .orElseGet(() -> parsed(index));
    }

    private List<Optional<Json>> parsed(int index) {
        return JsonPayloads.of(response, response.chunks().get(index));
    }

    public Response response() {
        return response;
    }

    /** The JSON of each payload of the chunk at {@code index}, such as a line or an event's data; empty for those that are none. */
    public List<Optional<Json>> payloads(int index) {
        return payloads.isEmpty() ? parsed(index) : payloads.get(index).value();
    }

    /** The JSON that all chunks carry, in their order. */
    public Stream<Json> values() {
        return IntStream.range(0, response.chunks().size()).boxed().flatMap(this::values);
    }

    /** The JSON that the chunk at {@code index} carries. */
    public Stream<Json> values(int index) {
        return payloads(index).stream().flatMap(Optional::stream);
    }
}
