package io.reprise.core.family.part;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.json.Json;
import java.util.Optional;
import java.util.Set;

/**
 * Names of events, such as {@code response.completed}: the member {@code type} of their JSON, or, if it has none, the field
 * {@code event}.
 */
public final class EventTypes {
    private final Set<String> names;

    public EventTypes(String... names) {
        this.names = Set.of(names);
    }

    /** Whether the chunk has an event of these types. Only chunks that contain such a name are parsed. */
    public boolean isOneOf(StreamFormat format, Chunk chunk) {
        return names.stream().anyMatch(name -> chunk.bytes().contains(Bytes.utf8(name)))
                && format.payloads(chunk.bytes()).stream()
                        .map(payload -> type(payload, format.content(chunk.bytes())))
                        .anyMatch(names::contains);
    }

    private static String type(Payload payload, Bytes content) {
        return Json.tryParse(payload.text(content)).flatMap(EventTypes::type).orElse(payload.event());
    }

    /** The member {@code type} of an event. */
    public static Optional<String> type(Json payload) {
        return payload.get("type").flatMap(Json::string);
    }
}
