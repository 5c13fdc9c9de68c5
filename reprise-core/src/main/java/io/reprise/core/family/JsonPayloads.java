package io.reprise.core.family;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON that chunks carry. */
public final class JsonPayloads {
    private JsonPayloads() {}

    /** The JSON of each payload of one chunk of {@code response}; empty for payloads that are not JSON. */
    static List<Optional<Json>> of(Response response, Chunk chunk) {
        return of(response.format(), chunk);
    }

    /** As above, but what is known already is not parsed. */
    static List<Optional<Json>> of(Response response, Chunk chunk, KnownJson known) {
        List<Payload> payloads = response.format().payloads(chunk.bytes());
        boolean isKnown = payloads.size() == 1
                && known.text()
                        .map(payloads.get(0).text(response.format().content(chunk.bytes()))::equals)
                        .orElse(true);
        return isKnown ? List.of(Optional.of(known.json())) : of(response, chunk);
    }

    private static List<Optional<Json>> of(StreamFormat format, Chunk chunk) {
        Bytes content = format.content(chunk.bytes());
        return format.payloads(chunk.bytes()).stream()
                .map(payload -> parse(payload, content))
                .toList();
    }

    /** The JSON that a chunk of a stream in that format carries. */
    public static Stream<Json> values(StreamFormat format, Chunk chunk) {
        return of(format, chunk).stream().flatMap(Optional::stream);
    }

    private static Optional<Json> parse(Payload payload, Bytes content) {
        Payload.Part first = payload.parts().get(0);
        boolean isOneLine = payload.parts().size() == 1;
        return isOneLine && !Json.mayBeJson(content, first.start(), first.end())
                ? Optional.empty()
                : Json.tryParse(payload.text(content));
    }
}
