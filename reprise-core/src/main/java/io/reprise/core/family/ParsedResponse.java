package io.reprise.core.family;

import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A response and the JSON of its chunks, each parsed when it is first asked for, and once. Safe for use by several threads. */
public final class ParsedResponse {
    private final Response response;
    private final List<Lazy<List<Optional<Json>>>> payloads;

    public ParsedResponse(Response response) {
        this.response = response;
        this.payloads = IntStream.range(0, response.chunks().size())
                .mapToObj(i -> new Lazy<>(
                        () -> JsonPayloads.of(response, response.chunks().get(i))))
                .toList();
    }

    public Response response() {
        return response;
    }

    /** The JSON of each payload of the chunk at {@code index}, such as a line or an event's data; empty for those that are none. */
    public List<Optional<Json>> payloads(int index) {
        return payloads.get(index).value();
    }

    /** The JSON that all chunks carry, in their order. */
    public Stream<Json> values() {
        return IntStream.range(0, payloads.size()).boxed().flatMap(this::values);
    }

    /** The JSON that the chunk at {@code index} carries. */
    public Stream<Json> values(int index) {
        return payloads(index).stream().flatMap(Optional::stream);
    }
}
