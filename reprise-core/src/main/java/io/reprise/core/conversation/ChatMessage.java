package io.reprise.core.conversation;

import java.util.List;

/**
 * A part of a conversation that one side said.
 *
 * @param role as the API names it, such as {@code user}, {@code assistant}, {@code system} or {@code tool}
 */
public record ChatMessage(String role, List<MessagePart> parts) {
    public ChatMessage {
        parts = List.copyOf(parts);
    }

    public static ChatMessage of(String role, MessagePart... parts) {
        return new ChatMessage(role, List.of(parts));
    }
}
