package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** The JSON that chunks carry. */
final class JsonPayloads {
    private JsonPayloads() {}

    /** The JSON of each payload of one chunk of {@code response}; empty for payloads that are not JSON. */
    static List<Optional<Json>> of(Response response, Chunk chunk) {
        Bytes content = response.format().content(chunk.bytes());
        return response.format().payloads(chunk.bytes()).stream()
                .map(payload -> parse(payload, content))
                .toList();
    }

    private static Optional<Json> parse(Payload payload, Bytes content) {
        Payload.Part first = payload.parts().get(0);
        boolean isOneLine = payload.parts().size() == 1;
        return isOneLine && !Json.mayBeJson(content, first.start(), first.end())
                ? Optional.empty()
                : Json.tryParse(payload.text(content));
    }
}
