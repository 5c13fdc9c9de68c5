package io.reprise.core.family.amazon;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.Titles;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Reads messages of Converse and their blocks of content. Results of tools are shown with the names of the tools called before. */
final class ConverseBlocks {
    private static final Set<String> MEDIA = Set.of("image", "document", "video", "audio");

    private final Map<String, String> toolNames = new HashMap<>();

    /** The messages of a request: what the system is told, and the turns. */
    List<ChatMessage> messages(Json request) {
        List<ChatMessage> messages = new ArrayList<>();
        add("system", request.list("system"), messages);
        request.list("messages").forEach(message -> add(message.text("role"), message.list("content"), messages));
        return messages;
    }

    private void add(String role, List<Json> content, List<ChatMessage> messages) {
        List<MessagePart> parts = new ArrayList<>();
        content.forEach(block -> parts.addAll(parts(block)));
        if (!parts.isEmpty()) {
            messages.add(new ChatMessage(role, parts));
        }
    }

    /** The last words of the user, who also returns the results of tools, which are none. */
    static String title(Json request) {
        List<Json> messages = request.list("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            String title = messages.get(i).text("role").equals("user") ? Titles.of(messages.get(i)) : "";
            if (!title.isEmpty()) {
                return title;
            }
        }
        return "";
    }

    /** What a block consists of; none for marks such as {@code cachePoint}. */
    List<MessagePart> parts(Json block) {
        for (Json.Member member : block.members()) {
            Json value = member.value();
            switch (member.name()) {
                case "text" -> {
                    return List.of(new MessagePart.Text(value.string().orElse("")));
                }
                case "reasoningContent" -> {
                    return List.of(reasoning(value));
                }
                case "toolUse" -> {
                    toolNames.put(value.text("toolUseId"), value.text("name"));
                    return List.of(
                            new MessagePart.ToolCall(value.text("toolUseId"), value.text("name"), arguments(value)));
                }
                case "toolResult" -> {
                    return result(value);
                }
                case "image", "document", "video", "audio" -> {
                    return List.of(media(member.name(), value));
                }
                default -> {}
            }
        }
        return List.of();
    }

    private static MessagePart reasoning(Json content) {
        String redacted = content.text("redactedContent");
        return redacted.isEmpty()
                ? new MessagePart.Reasoning(content.text("reasoningText", "text"))
                : MessagePart.Media.ofBase64("redacted reasoning", redacted);
    }

    static String arguments(Json toolUse) {
        return toolUse.get("input")
                .map(input -> input.string().orElseGet(() -> input.write(Layout.COMPACT)))
                .orElse("");
    }

    /** The words of a result, and its images after them. */
    private List<MessagePart> result(Json result) {
        String call = result.text("toolUseId");
        List<MessagePart> parts = new ArrayList<>();
        parts.add(new MessagePart.ToolResult(
                call,
                toolNames.getOrDefault(call, call),
                words(result.list("content")),
                result.text("status").equals("error")));
        for (Json content : result.list("content")) {
            content.members().stream()
                    .filter(member -> MEDIA.contains(member.name()))
                    .forEach(member -> parts.add(media(member.name(), member.value())));
        }
        return parts;
    }

    static String words(List<Json> contents) {
        StringJoiner words = new StringJoiner("\n");
        for (Json content : contents) {
            content.get("text").flatMap(Json::string).ifPresent(words::add);
            content.get("json").ifPresent(json -> words.add(json.write(Layout.COMPACT)));
        }
        return words.toString();
    }

    private static MessagePart media(String kind, Json value) {
        String type = value.text("format").isEmpty() ? kind : kind + "/" + value.text("format");
        Optional<String> bytes = value.at("source", "bytes").flatMap(Json::string);
        return bytes.isPresent() ? MessagePart.Media.ofBase64(type, bytes.get()) : MessagePart.Media.ofUrl(type, "");
    }

    /** Adds what an event of a stream says, or a whole answer. */
    void add(Json payload, AnswerBuilder answer) {
        List<Json> content = payload.list("output", "message", "content");
        for (int i = 0; i < content.size(); i++) {
            List<MessagePart> parts = parts(content.get(i));
            for (int k = 0; k < parts.size(); k++) {
                answer.part("", i + "." + k, parts.get(k));
            }
        }
        answer.finished("", payload.text("stopReason"));
        String index = index(payload);
        Json started = payload.at("start", "toolUse").orElse(Json.NULL);
        if (!started.text("name").isEmpty()) {
            toolNames.put(started.text("toolUseId"), started.text("name"));
            answer.toolCall("", index, new MessagePart.ToolCall(started.text("toolUseId"), started.text("name"), ""));
        }
        payload.get("delta").ifPresent(delta -> add(index, delta, answer));
    }

    private static void add(String index, Json delta, AnswerBuilder answer) {
        delta.get("text").flatMap(Json::string).ifPresent(text -> answer.text("", index, text));
        delta.get("toolUse").ifPresent(use -> answer.toolCall("", index, "", arguments(use)));
        delta.at("reasoningContent", "text").flatMap(Json::string).ifPresent(text -> answer.reasoning("", index, text));
        String redacted = delta.text("reasoningContent", "redactedContent");
        if (!redacted.isEmpty()) {
            answer.part("", index, MessagePart.Media.ofBase64("redacted reasoning", redacted));
        }
        if (!delta.list("toolResult").isEmpty()) {
            answer.part("", index, new MessagePart.ToolResult("", words(delta.list("toolResult"))));
        }
    }

    static String index(Json payload) {
        return payload.get("contentBlockIndex")
                .map(index -> index.write(Layout.COMPACT))
                .orElse("0");
    }
}
