package io.reprise.core.conversation;

import java.util.List;
import java.util.OptionalInt;

/**
 * A part of a conversation that one side said.
 *
 * @param role as the API names it, such as {@code user}, {@code assistant}, {@code system} or {@code tool}
 */
public record ChatMessage(String role, Facts facts, List<MessagePart> parts) {
    /**
     * What is said of a message beside its words.
     *
     * @param choice which of several answers it is, from 0; empty for all else
     * @param name who speaks, where the API has a name beside the role; may be empty
     * @param finishReason why it ends, in the API's words; may be empty
     */
    public record Facts(OptionalInt choice, String name, String finishReason) {
        public static final Facts NONE = new Facts(OptionalInt.empty(), "", "");
    }

    public ChatMessage {
        parts = List.copyOf(parts);
    }

    public ChatMessage(String role, List<MessagePart> parts) {
        this(role, Facts.NONE, parts);
    }

    public static ChatMessage of(String role, MessagePart... parts) {
        return new ChatMessage(role, List.of(parts));
    }

    /** The same from a speaker with a name, which may be empty. */
    public ChatMessage named(String name) {
        return new ChatMessage(role, new Facts(facts.choice(), name, facts.finishReason()), parts);
    }
}
