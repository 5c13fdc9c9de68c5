package io.reprise.core.family.openai.responses;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ChatWords;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads the items of a response, or of its input: messages, reasoning, calls of tools and what they returned. */
final class ResponseItems {
    private static final String CALL = "_call";

    /** The members of calls that say what is to be done, of which each kind has one. */
    private static final List<String> ARGUMENTS =
            List.of("arguments", "input", "action", "operation", "code", "queries");

    /** The names of tools by the ids of their calls. */
    private final Map<String, String> tools = new HashMap<>();

    /** A message for each item that says something. The input may also be a text. */
    List<ChatMessage> messages(Json input) {
        List<ChatMessage> messages = new ArrayList<>();
        input.string().ifPresent(text -> messages.add(ChatMessage.of("user", new MessagePart.Text(text))));
        for (Json item : input.items()) {
            List<MessagePart> parts = parts(item);
            if (!parts.isEmpty()) {
                messages.add(new ChatMessage(role(item), parts));
            }
        }
        return messages;
    }

    private static String role(Json item) {
        String role = item.text("role");
        if (!role.isEmpty()) {
            return role;
        }
        String type = item.text("type");
        return type.endsWith("_output") || type.equals("function.result") ? "tool" : "assistant";
    }

    /** What one item says; nothing for references, and for state that is opaque. */
    List<MessagePart> parts(Json item) {
        String type = item.text("type");
        return switch (type) {
            case "", "message", "message.input", "message.output" ->
                ContentParts.of(item.get("content").orElse(Json.NULL));
            case "reasoning" -> reasoning(item);
            case "image_generation_call" -> List.of(image(item));
            case "function.result" -> List.of(result(item, item.get("result").orElse(Json.NULL)));
            case "function.call", "tool.execution", "mcp_approval_request" -> call(item, type);
            default -> {
                if (type.endsWith("_output")) {
                    yield List.of(result(item, item.get("output").orElse(Json.NULL)));
                }
                yield type.endsWith(CALL) ? call(item, type) : List.of();
            }
        };
    }

    private static List<MessagePart> reasoning(Json item) {
        StringBuilder text = new StringBuilder();
        for (String member : List.of("summary", "content")) {
            for (Json part : item.list(member)) {
                text.append(text.isEmpty() ? "" : "\n\n").append(part.text("text"));
            }
        }
        int encrypted = item.text("encrypted_content").length();
        return text.isEmpty() && encrypted == 0
                ? List.of()
                : List.of(new MessagePart.Reasoning(
                        text.toString(), encrypted == 0 ? OptionalLong.empty() : OptionalLong.of(encrypted)));
    }

    private static MessagePart image(Json item) {
        String format = item.text("output_format");
        String type = ContentParts.type("image", format.isEmpty() ? "png" : format);
        String result = item.text("result");
        return result.isEmpty()
                ? new MessagePart.Media(type, OptionalLong.empty())
                : MessagePart.Media.ofBase64(type, result);
    }

    private List<MessagePart> call(Json item, String type) {
        String name = item.text("name").isEmpty() ? type.replace(CALL, "") : item.text("name");
        tools.put(call(item), name);
        List<MessagePart> parts = new ArrayList<>();
        parts.add(new MessagePart.ToolCall(call(item), name, arguments(item)));
        String output = item.text("output");
        if (!output.isEmpty()) {
            parts.add(new MessagePart.ToolResult(call(item), name, output, false));
        }
        return parts;
    }

    private static String arguments(Json item) {
        return ARGUMENTS.stream()
                .flatMap(member -> item.get(member).stream())
                .filter(value -> !value.equals(Json.NULL))
                .map(value -> value.string().orElseGet(() -> value.write(Layout.COMPACT)))
                .findFirst()
                .orElse("");
    }

    private MessagePart result(Json item, Json output) {
        String call = call(item);
        String name = tools.getOrDefault(call, call);
        String text = output.string().orElseGet(() -> ContentParts.text(output));
        return new MessagePart.ToolResult(call, name, text.isEmpty() ? found(item) : text, false);
    }

    /** The names of the tools that a search has found. */
    private static String found(Json item) {
        return item.list("tools").stream()
                .flatMap(tool -> ChatWords.USUAL.toolName(tool).stream())
                .collect(Collectors.joining(", "));
    }

    private static String call(Json item) {
        return item.text(item.get("call_id").isPresent() ? "call_id" : "tool_call_id");
    }
}
