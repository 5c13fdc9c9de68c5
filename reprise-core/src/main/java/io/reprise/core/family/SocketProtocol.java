package io.reprise.core.family;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the messages of WebSocket conversations mean in one family of APIs. The defaults know nothing: every message of the client
 * counts, JSON by its value.
 */
public interface SocketProtocol {
    /** Types of messages that say nothing, in lower case. */
    Set<String> ALIVE = Set.of("ping", "pong", "keepalive", "keep_alive", "keep-alive", "heartbeat");

    /** Nothing is known but JSON. */
    SocketProtocol UNKNOWN = new SocketProtocol() {};

    /**
     * What is compared of a message of the client: without what the client makes up or measures, such as ids, and without sound.
     * Empty if the message does not count at all, because nothing would be left but its kind, such as a piece of sound.
     */
    default Optional<Json> counted(Json message) {
        return Optional.of(message);
    }

    /** Whether messages of bytes that are not JSON count; where they are sound, they do not. */
    default boolean countsBytes() {
        return true;
    }

    /** What a message is, for people, such as {@code conversation.item.create}; empty if it does not say. */
    default String kind(Json message) {
        for (String name : new String[] {"type", "method", "event"}) {
            String kind = message.text(name);
            if (!kind.isEmpty()) {
                return kind;
            }
        }
        return message.members().size() == 1 ? message.members().get(0).name() : "";
    }

    /** Whether a message, of either side, says only that the connection is alive, or what it may still carry. */
    default boolean isNotice(Json message) {
        return ALIVE.contains(message.text("type").toLowerCase(Locale.ROOT));
    }

    /** The message in which a client of this family looks for an error. */
    default Json error(String code, String message) {
        return new JsonObjectBuilder()
                .with("type", "error")
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("type", "invalid_request_error")
                                .with("code", code)
                                .with("message", message)
                                .done())
                .done();
    }
}
