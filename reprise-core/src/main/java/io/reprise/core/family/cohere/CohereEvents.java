package io.reprise.core.family.cohere;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.Texts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers of a chat, whole or as events: of version 2, which have a {@code type}, and of version 1, which have an
 * {@code event_type} (its API reference, "Chat with streaming").
 */
final class CohereEvents {
    private static final Set<String> NO_TEXT = Set.of("id", "type", "role", "citations", "tool_calls", "data");

    private CohereEvents() {}

    /** The kind of an event; empty for what is none. */
    static String type(Json payload) {
        String type = payload.text("type");
        return type.isEmpty() ? payload.text("event_type") : type;
    }

    static boolean isLast(Json event) {
        return type(event).equals("message-end") || type(event).equals("stream-end");
    }

    /** The message of a whole answer, or the part of it that an event brings. */
    private static Json message(Json payload) {
        return payload.at("delta", "message").or(() -> payload.get("message")).orElse(Json.NULL);
    }

    private static List<Json> all(Json message, String member) {
        Json value = message.get(member).orElse(Json.NULL);
        return value instanceof Json.JsonObject ? List.of(value) : value.items();
    }

    static void add(Json payload, AnswerBuilder answer) {
        answer.finished("", payload.text("delta", "finish_reason")).finished("", payload.text("finish_reason"));
        String index = Texts.index(payload, 0);
        boolean isEvent = !type(payload).isEmpty();
        Json message = message(payload);
        if (!message.text("tool_plan").isEmpty()) {
            answer.reasoning("", "plan", message.text("tool_plan"));
        }
        List<Json> contents = all(message, "content");
        for (int i = 0; i < contents.size(); i++) {
            content(isEvent ? index : "[" + i + "]", contents.get(i), answer);
        }
        List<Json> calls = all(message, "tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            Json function = calls.get(i).get("function").orElse(Json.NULL);
            answer.toolCall("", isEvent ? index : "[" + i + "]", function.text("name"), function.text("arguments"));
        }
        addFirstVersion(payload, answer);
    }

    private static void content(String index, Json content, AnswerBuilder answer) {
        if (content.get("thinking").isPresent()) {
            answer.reasoning("", index, content.text("thinking"));
        }
        if (content.get("text").isPresent()) {
            answer.text("", index, content.text("text"));
        }
    }

    /** In the last event of a stream, the whole answer comes again. */
    private static void addFirstVersion(Json payload, AnswerBuilder answer) {
        payload.get("text").flatMap(Json::string).ifPresent(text -> answer.text("", "", text));
        List<Json> calls = payload.list("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            String arguments = calls.get(i)
                    .get("parameters")
                    .map(parameters -> parameters.write(Layout.COMPACT))
                    .orElse("");
            answer.part("", "call" + i, new MessagePart.ToolCall(calls.get(i).text("name"), arguments));
        }
        payload.list("generations").forEach(generation -> answer.text("", "", generation.text("text")));
    }

    static void texts(Json payload, Texts texts) {
        String index = Texts.index(payload, 0);
        Json message = message(payload);
        texts.addAll("message", message, Set.of("role", "citations", "content", "tool_calls"));
        List<Json> contents = all(message, "content");
        for (int i = 0; i < contents.size(); i++) {
            texts.addAll("content" + (type(payload).isEmpty() ? "[" + i + "]" : index), contents.get(i), NO_TEXT);
        }
        Stream.concat(all(message, "tool_calls").stream(), payload.list("tool_calls").stream())
                .forEach(call -> texts.addAll("tool_calls" + index, call, NO_TEXT));
        payload.get("text").ifPresent(text -> texts.addAll("text", text, Set.of()));
        payload.get("generations").ifPresent(list -> texts.addAll("generations", list, NO_TEXT));
    }
}
