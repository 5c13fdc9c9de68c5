package io.reprise.core.family.openai;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The messages of a chat request. */
public final class ChatMessages {
    private static final List<String> REASONING = List.of("reasoning_content", "reasoning", "thinking");

    /** The names of tools by the ids of their calls. */
    private final Map<String, String> tools = new HashMap<>();

    private ChatMessages() {}

    public static List<ChatMessage> of(Json messages) {
        ChatMessages reading = new ChatMessages();
        return messages.items().stream()
                .filter(message -> message instanceof Json.JsonObject)
                .map(reading::message)
                .toList();
    }

    private ChatMessage message(Json message) {
        String role = message.text("role");
        Json content = message.get("content").orElse(Json.NULL);
        if (role.equals("tool") || role.equals("function")) {
            String call = message.text("tool_call_id");
            String name = message.text("name").isEmpty() ? tools.getOrDefault(call, call) : message.text("name");
            return ChatMessage.of(role, new MessagePart.ToolResult(call, name, ContentParts.text(content), false));
        }
        List<MessagePart> parts = new ArrayList<>();
        REASONING.stream()
                .map(member -> message.text(member))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .ifPresent(text -> parts.add(new MessagePart.Reasoning(text)));
        parts.addAll(ContentParts.of(content));
        String refusal = message.text("refusal");
        if (!refusal.isEmpty()) {
            parts.add(new MessagePart.Refusal(refusal));
        }
        message.list("tool_calls").forEach(call -> parts.add(call(call)));
        message.get("function_call")
                .filter(call -> call instanceof Json.JsonObject)
                .ifPresent(
                        call -> parts.add(new MessagePart.ToolCall(call.text("name"), arguments(call, "arguments"))));
        return new ChatMessage(role.isEmpty() ? "user" : role, parts).named(message.text("name"));
    }

    private MessagePart call(Json call) {
        boolean isCustom =
                call.get("custom").isPresent() && call.get("function").isEmpty();
        Json function = call.get(isCustom ? "custom" : "function").orElse(Json.NULL);
        String name = function.text("name");
        tools.put(call.text("id"), name);
        return new MessagePart.ToolCall(call.text("id"), name, arguments(function, isCustom ? "input" : "arguments"));
    }

    /** A text, or JSON where a server writes it so. */
    static String arguments(Json function, String member) {
        return function.get(member)
                .map(value -> value.string().orElseGet(() -> value.write(Layout.COMPACT)))
                .orElse("");
    }
}
