package io.reprise.core.view;

import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import java.util.Optional;

/** A body, or a part of one, that is no JSON. */
final class RawContent {
    private RawContent() {}

    /** Text where it is UTF-8 without control characters, otherwise bytes; empty for none. */
    static Optional<MessagePart> part(String where, String type, Bytes content) {
        if (content.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                content.isText()
                        ? content.decode()
                                .<MessagePart>map(text -> new MessagePart.Other(where, new Json.JsonString(text)))
                                .orElseGet(() -> bytes(type, content))
                        : bytes(type, content));
    }

    private static MessagePart bytes(String type, Bytes content) {
        return MessagePart.Media.of(type.isEmpty() ? "bytes" : type, content);
    }
}
