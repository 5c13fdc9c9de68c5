package io.reprise.server.access;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Headers.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A token within the protocols that a client offers for a WebSocket, such as {@code openai-insecure-api-key.<token>}: a page in a browser can set
 * no header of a handshake but this one.
 */
final class ProtocolToken {
    private static final String FIELD = "sec-websocket-protocol";

    private ProtocolToken() {}

    static boolean isIn(Headers headers, Predicate<String> isToken) {
        return headers.fields().stream()
                .filter(field -> field.name().equals(FIELD))
                .flatMap(field -> protocols(field).stream())
                .anyMatch(protocol -> carries(protocol, isToken));
    }

    /** The headers without the protocols that carry the token. */
    static Headers without(Headers headers, Predicate<String> isToken) {
        if (!isIn(headers, isToken)) {
            return headers;
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : headers.fields()) {
            if (!field.name().equals(FIELD)) {
                fields.add(field);
                continue;
            }
            List<String> others = protocols(field).stream()
                    .filter(protocol -> !carries(protocol, isToken))
                    .toList();
            if (!others.isEmpty()) {
                fields.add(new Field(FIELD, String.join(", ", others)));
            }
        }
        return new Headers(fields);
    }

    private static List<String> protocols(Field field) {
        return Arrays.stream(field.value().split(",", -1)).map(String::strip).toList();
    }

    private static boolean carries(String protocol, Predicate<String> isToken) {
        for (int dot = protocol.indexOf('.'); dot >= 0; dot = protocol.indexOf('.', dot + 1)) {
            if (isToken.test(protocol.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
