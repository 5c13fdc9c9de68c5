package io.reprise.core.conversation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts together the messages of an answer from its pieces, in the order in which they came. A message and its parts have names, so
 * that pieces that are streamed at the same time do not mix.
 */
public final class AnswerBuilder {
    /** A part that grows. */
    private sealed interface Growing {
        MessagePart part();

        record Text(StringBuilder text) implements Growing {
            @Override
            public MessagePart part() {
                return new MessagePart.Text(text.toString());
            }
        }

        record Reasoning(StringBuilder text) implements Growing {
            @Override
            public MessagePart part() {
                return new MessagePart.Reasoning(text.toString());
            }
        }

        record ToolCall(StringBuilder name, StringBuilder arguments) implements Growing {
            @Override
            public MessagePart part() {
                return new MessagePart.ToolCall(name.toString(), arguments.toString());
            }
        }

        record Fixed(MessagePart part) implements Growing {}
    }

    private final Map<String, Map<String, Growing>> messages = new LinkedHashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();

    /** The role of a message; {@code assistant} unless it is set. */
    public AnswerBuilder role(String message, String role) {
        messages.computeIfAbsent(message, absent -> new LinkedHashMap<>());
        roles.put(message, role);
        return this;
    }

    /** Adds to the text of a part. */
    public AnswerBuilder text(String message, String part, String piece) {
        if (part(message, "text " + part, new Growing.Text(new StringBuilder())) instanceof Growing.Text growing) {
            growing.text().append(piece);
        }
        return this;
    }

    /** Adds to what the model thought. */
    public AnswerBuilder reasoning(String message, String part, String piece) {
        if (part(message, "reasoning " + part, new Growing.Reasoning(new StringBuilder()))
                instanceof Growing.Reasoning growing) {
            growing.text().append(piece);
        }
        return this;
    }

    /** Adds to a call's name and arguments; either may be empty. */
    public AnswerBuilder toolCall(String message, String part, String name, String arguments) {
        if (part(message, "tool " + part, new Growing.ToolCall(new StringBuilder(), new StringBuilder()))
                instanceof Growing.ToolCall growing) {
            growing.name().append(name);
            growing.arguments().append(arguments);
        }
        return this;
    }

    /** Adds a part that comes as a whole. One with the same name takes its place. */
    public AnswerBuilder part(String message, String part, MessagePart whole) {
        messages.computeIfAbsent(message, absent -> new LinkedHashMap<>())
                .put("whole " + part, new Growing.Fixed(whole));
        return this;
    }

    private Growing part(String message, String name, Growing start) {
        return messages.computeIfAbsent(message, absent -> new LinkedHashMap<>())
                .computeIfAbsent(name, absent -> start);
    }

    /** The messages that have parts. */
    public List<ChatMessage> messages() {
        List<ChatMessage> built = new ArrayList<>();
        messages.forEach((name, parts) -> {
            if (!parts.isEmpty()) {
                String role = roles.getOrDefault(name, "assistant");
                built.add(new ChatMessage(
                        role, parts.values().stream().map(Growing::part).toList()));
            }
        });
        return built;
    }
}
