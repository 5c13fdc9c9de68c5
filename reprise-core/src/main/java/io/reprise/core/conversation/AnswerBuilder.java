package io.reprise.core.conversation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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

        record Refusal(StringBuilder text) implements Growing {
            @Override
            public MessagePart part() {
                return new MessagePart.Refusal(text.toString());
            }
        }

        record ToolCall(StringBuilder id, StringBuilder name, StringBuilder arguments) implements Growing {
            ToolCall() {
                this(new StringBuilder(), new StringBuilder(), new StringBuilder());
            }

            @Override
            public MessagePart part() {
                return new MessagePart.ToolCall(id.toString(), name.toString(), arguments.toString());
            }
        }

        record Fixed(MessagePart part) implements Growing {}
    }

    private final Map<String, Map<String, Growing>> messages = new LinkedHashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<String, Integer> choices = new LinkedHashMap<>();
    private final Map<String, String> finishReasons = new LinkedHashMap<>();

    /** The role of a message; {@code assistant} unless it is set. */
    public AnswerBuilder role(String message, String role) {
        messages.computeIfAbsent(message, absent -> new LinkedHashMap<>());
        roles.put(message, role);
        return this;
    }

    /** Which of several answers a message is, from 0. */
    public AnswerBuilder choice(String message, int index) {
        choices.put(message, index);
        return this;
    }

    /** Why a message ends; an empty reason says nothing. */
    public AnswerBuilder finished(String message, String reason) {
        if (!reason.isEmpty()) {
            finishReasons.put(message, reason);
        }
        return this;
    }

    /** Adds to the words with which the model refuses. */
    public AnswerBuilder refusal(String message, String piece) {
        if (part(message, "refusal", new Growing.Refusal(new StringBuilder())) instanceof Growing.Refusal growing) {
            growing.text().append(piece);
        }
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
        return toolCall(message, part, new MessagePart.ToolCall(name, arguments));
    }

    /** Adds to a call's name and arguments; an id takes the place of the one before, since some servers repeat it. */
    public AnswerBuilder toolCall(String message, String part, MessagePart.ToolCall piece) {
        if (part(message, "tool " + part, new Growing.ToolCall()) instanceof Growing.ToolCall growing) {
            if (!piece.id().isEmpty()) {
                growing.id().setLength(0);
                growing.id().append(piece.id());
            }
            growing.name().append(piece.name());
            growing.arguments().append(piece.arguments());
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
                Integer choice = choices.get(name);
                ChatMessage.Facts facts = new ChatMessage.Facts(
                        choice == null ? OptionalInt.empty() : OptionalInt.of(choice),
                        "",
                        finishReasons.getOrDefault(name, ""));
                built.add(new ChatMessage(
                        roles.getOrDefault(name, "assistant"),
                        facts,
                        parts.values().stream().map(Growing::part).toList()));
            }
        });
        return built;
    }
}
