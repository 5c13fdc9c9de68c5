package io.reprise.core.family.anthropic;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.Titles;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads blocks of content as parts of messages. Results of tools are shown with the names of the tools that were called before. */
final class AnthropicBlocks {
    /** Deeper results are not read; this limits recursion. */
    private static final int DEEPEST = 8;

    /** The members of a tool's result that are read. */
    private static final List<String> READ = List.of(
            "text",
            "content",
            "title",
            "url",
            "stdout",
            "stderr",
            "source",
            "data",
            "tool_name",
            "error_code",
            "tool_references");

    private final Map<String, String> toolNames = new HashMap<>();

    /** The last words of the user, who also returns the results of tools, which are none. */
    static String title(Json request) {
        List<Json> messages = request.list("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            Json content = messages.get(i).get("content").orElse(Json.NULL);
            boolean isOfUser = messages.get(i).text("role").equals("user");
            String title = isOfUser ? Titles.of(content.items().isEmpty() ? content : texts(content)) : "";
            if (!title.isEmpty()) {
                return title;
            }
        }
        return "";
    }

    private static Json texts(Json content) {
        return new Json.JsonArray(content.items().stream()
                .filter(block -> block.text("type").equals("text"))
                .toList());
    }

    /** The messages of a request: what the system is told, and the turns. */
    List<ChatMessage> messages(Json request) {
        List<ChatMessage> messages = new ArrayList<>();
        request.get("system").ifPresent(system -> add("system", system, messages));
        for (Json message : request.list("messages")) {
            add(message.text("role"), message.get("content").orElse(Json.NULL), messages);
        }
        return messages;
    }

    private void add(String role, Json content, List<ChatMessage> messages) {
        List<MessagePart> parts = new ArrayList<>();
        content.string().ifPresent(text -> parts.add(new MessagePart.Text(text)));
        for (Json block : content.items()) {
            parts.add(part(block));
            if (block.text("type").endsWith("tool_result")) {
                block.list("content").stream()
                        .filter(item -> item.text("source", "type").equals("base64"))
                        .forEach(item -> parts.add(part(item)));
            }
        }
        if (!parts.isEmpty()) {
            messages.add(new ChatMessage(role, parts));
        }
    }

    MessagePart part(Json block) {
        String type = block.text("type");
        if (type.endsWith("tool_use")) {
            toolNames.put(block.text("id"), block.text("name"));
            return new MessagePart.ToolCall(block.text("id"), block.text("name"), arguments(block));
        }
        if (type.endsWith("tool_result")) {
            String call = block.text("tool_use_id");
            StringBuilder text = new StringBuilder();
            read(block.get("content").orElse(Json.NULL), DEEPEST, text);
            boolean isError = block.get("is_error").filter(Json.TRUE::equals).isPresent();
            return new MessagePart.ToolResult(call, toolNames.getOrDefault(call, call), text.toString(), isError);
        }
        return switch (type) {
            case "text" -> new MessagePart.Text(block.text("text"));
            case "thinking" -> new MessagePart.Reasoning(block.text("thinking"));
            case "redacted_thinking" ->
                new MessagePart.Reasoning("", OptionalLong.of(block.text("data").length()));
            case "search_result" -> new MessagePart.Text(block.text("title"));
            default -> media(type, block.get("source").orElse(Json.NULL));
        };
    }

    static String arguments(Json block) {
        return block.get("input").map(input -> input.write(Layout.COMPACT)).orElse("");
    }

    /** An image or a document, which may also be a text. */
    private static MessagePart media(String type, Json source) {
        return switch (source.text("type")) {
            case "base64" -> MessagePart.Media.ofBase64(source.text("media_type"), source.text("data"));
            case "text" -> new MessagePart.Text(source.text("data"));
            default -> MessagePart.Media.ofUrl(type, source.text("url"));
        };
    }

    /** Adds the words of a tool's result, each text on a line of its own, without what is encoded or encrypted. */
    private static void read(Json content, int depth, StringBuilder text) {
        if (depth == 0) {
            return;
        }
        if (content instanceof Json.JsonString string && !string.value().isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(string.value());
        }
        content.items().forEach(item -> read(item, depth - 1, text));
        if (content.text("type").equals("base64")) {
            return;
        }
        for (Json.Member member : content.members()) {
            if (READ.contains(member.name())) {
                read(member.value(), depth - 1, text);
            }
        }
    }
}
