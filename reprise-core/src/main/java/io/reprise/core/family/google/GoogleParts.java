package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.Titles;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads contents and their parts. Members may be spelled {@code inlineData} or {@code inline_data}. */
final class GoogleParts {
    private static final String CODE = "code_execution";

    private GoogleParts() {}

    /** The messages of a request: what the system is told, and the turns. */
    static List<ChatMessage> asked(Json request) {
        List<ChatMessage> messages = new ArrayList<>();
        either(request, "systemInstruction", "system_instruction").ifPresent(system -> add("system", system, messages));
        request.get("contents").ifPresent(contents -> {
            List<Json> turns = contents instanceof Json.JsonArray ? contents.items() : List.of(contents);
            turns.forEach(turn -> add(turn.text("role").isEmpty() ? "user" : turn.text("role"), turn, messages));
        });
        return messages;
    }

    private static void add(String role, Json content, List<ChatMessage> messages) {
        List<MessagePart> parts = new ArrayList<>();
        content.string().ifPresent(text -> parts.add(new MessagePart.Text(text)));
        parts(content).forEach(part -> addAll(part, parts));
        if (!parts.isEmpty()) {
            messages.add(new ChatMessage(role, parts));
        }
    }

    /** Adds a part, and what a function returned beside its response. */
    static void addAll(Json part, List<MessagePart> all) {
        all.add(part(part));
        either(part, "functionResponse", "function_response")
                .map(GoogleParts::parts)
                .orElse(List.of())
                .forEach(returned -> all.add(part(returned)));
    }

    /** The parts of a content; one part may stand without a list. */
    static List<Json> parts(Json content) {
        Json parts = content.get("parts").orElse(Json.NULL);
        return parts instanceof Json.JsonObject ? List.of(parts) : parts.items();
    }

    /** The last words of the user; what functions returned is not the user's. */
    static String title(Json request) {
        Json contents = request.get("contents").orElse(Json.NULL);
        List<Json> turns = contents instanceof Json.JsonArray ? contents.items() : List.of(contents);
        for (int i = turns.size() - 1; i >= 0; i--) {
            boolean isOfUser = turns.get(i)
                    .get("role")
                    .flatMap(Json::string)
                    .orElse("user")
                    .equals("user");
            String title = isOfUser ? Titles.of(turns.get(i)) : "";
            if (!title.isEmpty()) {
                return title;
            }
        }
        return "";
    }

    static MessagePart part(Json part) {
        return Stream.of(data(part), calls(part), results(part))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> isThought(part)
                        ? new MessagePart.Reasoning(part.text("text"))
                        : new MessagePart.Text(part.text("text")));
    }

    static boolean isThought(Json part) {
        return part.get("thought").filter(Json.TRUE::equals).isPresent();
    }

    private static Optional<MessagePart> data(Json part) {
        return either(part, "inlineData", "inline_data")
                .<MessagePart>map(data -> MessagePart.Media.ofBase64(type(data), data.text("data")))
                .or(() -> either(part, "fileData", "file_data")
                        .map(data -> MessagePart.Media.ofUrl(
                                type(data),
                                either(data, "fileUri", "file_uri")
                                        .flatMap(Json::string)
                                        .orElse(""))));
    }

    private static String type(Json data) {
        return either(data, "mimeType", "mime_type").flatMap(Json::string).orElse("file");
    }

    private static Optional<MessagePart> calls(Json part) {
        return either(part, "functionCall", "function_call")
                .map(call -> call(call.text("name"), call))
                .or(() -> either(part, "toolCall", "tool_call").map(call -> call(toolType(call), call)))
                .or(() -> either(part, "executableCode", "executable_code")
                        .map(code -> new MessagePart.ToolCall(CODE, code.text("code"))));
    }

    static MessagePart call(String name, Json call) {
        return new MessagePart.ToolCall(
                call.text("id"),
                name,
                call.get("args").map(args -> args.write(Layout.COMPACT)).orElse(""));
    }

    private static Optional<MessagePart> results(Json part) {
        return either(part, "functionResponse", "function_response")
                .map(result -> result(result.text("name"), result))
                .or(() -> either(part, "toolResponse", "tool_response").map(result -> result(toolType(result), result)))
                .or(() -> either(part, "codeExecutionResult", "code_execution_result")
                        .map(result -> new MessagePart.ToolResult(CODE, result.text("output"))));
    }

    /** A result that is one text is shown as this text. */
    static MessagePart result(String name, Json result) {
        Json response = result.get("response").orElse(Json.NULL);
        Optional<String> text = response.members().size() == 1
                ? response.members().get(0).value().string()
                : Optional.empty();
        return new MessagePart.ToolResult(
                result.text("id"), name, text.orElseGet(() -> response.write(Layout.COMPACT)), false);
    }

    private static String toolType(Json call) {
        return either(call, "toolType", "tool_type").flatMap(Json::string).orElse("");
    }

    static Optional<Json> either(Json object, String camelCase, String snakeCase) {
        return object.get(camelCase).or(() -> object.get(snakeCase));
    }
}
