package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.Titles;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the turns, steps and contents of interactions. */
final class InteractionSteps {
    private InteractionSteps() {}

    /** The messages of a request, whose input is a text, a list of contents, or a list of turns or steps. */
    static List<ChatMessage> asked(Json request) {
        List<ChatMessage> messages = new ArrayList<>();
        String system = request.text("system_instruction");
        if (!system.isEmpty()) {
            messages.add(ChatMessage.of("system", new MessagePart.Text(system)));
        }
        Json input = request.get("input").orElse(Json.NULL);
        input.string().ifPresent(text -> messages.add(ChatMessage.of("user", new MessagePart.Text(text))));
        for (Json item : input instanceof Json.JsonObject ? List.of(input) : input.items()) {
            List<MessagePart> parts = parts(item);
            if (!parts.isEmpty()) {
                messages.add(new ChatMessage(role(item), parts));
            }
        }
        return messages;
    }

    private static String role(Json item) {
        String type = item.text("type");
        boolean isOfModel = type.equals("model_output") || type.equals("thought") || type.endsWith("_call");
        return item.get("role").flatMap(Json::string).orElse(isOfModel ? "model" : "user");
    }

    /** The last words of the user. */
    static String title(Json input) {
        List<Json> items = input.items();
        for (int i = items.size() - 1; i >= 0; i--) {
            String title = role(items.get(i)).equals("user") ? Titles.of(items.get(i)) : "";
            if (!title.isEmpty()) {
                return title;
            }
        }
        return input.string().isPresent() ? Titles.of(input) : "";
    }

    /** What a turn or step consists of; a content is one part. */
    static List<MessagePart> parts(Json item) {
        Json content = item.get("content").orElse(Json.NULL);
        if (item.text("type").equals("thought")) {
            StringBuilder thought = new StringBuilder();
            item.list("summary").forEach(summary -> thought.append(summary.text("text")));
            return thought.isEmpty() ? List.of() : List.of(new MessagePart.Reasoning(thought.toString()));
        }
        return content.string().isPresent()
                ? List.of(new MessagePart.Text(content.string().get()))
                : content.items().isEmpty()
                        ? List.of(part(item))
                        : content.items().stream().map(InteractionSteps::part).toList();
    }

    static MessagePart part(Json content) {
        String type = content.text("type");
        if (type.endsWith("_call")) {
            String name = content.text("name");
            return new MessagePart.ToolCall(name.isEmpty() ? type : name, arguments(content));
        }
        if (type.endsWith("_result")) {
            String name = content.text("name");
            Json result = content.get("result").orElse(Json.NULL);
            return new MessagePart.ToolResult(
                    name.isEmpty() ? type : name, result.string().orElseGet(() -> result.write(Layout.COMPACT)));
        }
        return type.equals("text") || type.isEmpty() ? new MessagePart.Text(content.text("text")) : media(content);
    }

    private static MessagePart media(Json content) {
        String type = content.get("mime_type").flatMap(Json::string).orElse(content.text("type"));
        Optional<String> data = content.get("data").flatMap(Json::string);
        return data.isPresent()
                ? MessagePart.Media.ofBase64(type, data.get())
                : MessagePart.Media.ofUrl(type, content.text("uri"));
    }

    static String arguments(Json call) {
        Json arguments = call.get("arguments").orElse(Json.NULL);
        boolean isEmpty = arguments instanceof Json.JsonNull
                || arguments instanceof Json.JsonObject && arguments.members().isEmpty();
        return isEmpty ? "" : arguments.string().orElseGet(() -> arguments.write(Layout.COMPACT));
    }
}
