package io.reprise.core.redact;

import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages of which each may continue a text of the one before it: those of one sender and of one type, about one item. */
final class MessageGroups {
    private MessageGroups() {}

    /** The indexes of the messages of each group, in order. Bytes that are not text belong to none. */
    static Collection<List<Integer>> of(List<SocketMessage> messages) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            SocketMessage message = messages.get(i);
            if (message.bytes().decode().isPresent()) {
                groups.computeIfAbsent(name(message), absent -> new ArrayList<>())
                        .add(i);
            }
        }
        return groups.values();
    }

    private static String name(SocketMessage message) {
        Optional<Json> json = Json.tryParse(message.bytes());
        return message.from() + " "
                + json.map(value -> value.text("type") + " " + value.text("item_id"))
                        .orElse("text");
    }
}
