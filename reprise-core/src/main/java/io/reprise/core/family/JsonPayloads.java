package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Framing;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.stream.SseEvent;
import java.util.Optional;

/** The JSON that requests and chunks carry; JSON's null where they carry none. */
final class JsonPayloads {
    private JsonPayloads() {}

    static Json of(Request request) {
        return parse(request.body());
    }

    /** The JSON of one chunk of {@code response}: of an event's data, of a line, or of the whole body. */
    static Json of(Response response, Chunk chunk) {
        return response.framing() == Framing.SSE
                ? SseEvent.parse(chunk.bytes())
                        .data()
                        .flatMap(JsonPayloads::parse)
                        .orElse(Json.NULL)
                : parse(chunk.bytes());
    }

    private static Json parse(Bytes bytes) {
        return bytes.isEmpty()
                ? Json.NULL
                : bytes.decode().flatMap(JsonPayloads::parse).orElse(Json.NULL);
    }

    static Optional<Json> parse(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonSyntaxException noJson) {
            return Optional.empty();
        }
    }
}
