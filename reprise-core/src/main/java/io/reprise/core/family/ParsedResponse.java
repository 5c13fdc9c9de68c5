package io.reprise.core.family;

import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A response and the JSON of its chunks, each parsed when it is first asked for, and once. Safe for use by several threads. */
public final class ParsedResponse {
    private final Response response;
    private final List<Lazy<Optional<Json>>> payloads;

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

    /** The JSON of the chunk at {@code index}: of an event's data, of a line, or of the whole body; empty where it has none. */
    public Optional<Json> payload(int index) {
        return payloads.get(index).value();
    }
}
