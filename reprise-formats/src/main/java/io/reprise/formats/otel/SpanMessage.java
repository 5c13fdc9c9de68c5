package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import io.reprise.formats.NotImportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A message of a span, in any of the spellings, as chat completions have it. */
final class SpanMessage {
    private SpanMessage() {}

    /** Its messages: one, or one for each answer of a tool. */
    static List<Json> of(Json message, String usualRole) {
        String role = message.text("role").isEmpty() ? usualRole : message.text("role");
        if (message.get("parts").isPresent()) {
            return ofParts(role, message.list("parts"));
        }
        Json inner = message.get("message").orElse(message); // OpenInference
        if (message.get("message").isPresent()) {
            role = inner.text("role").isEmpty() ? usualRole : inner.text("role");
        }
        String calls = role.equals("tool") ? id(inner) : "";
        return List.of(message(role, content(inner), calls(inner), calls));
    }

    private static List<Json> ofParts(String role, List<Json> parts) {
        List<Json> messages = new ArrayList<>();
        List<Json> texts = new ArrayList<>();
        List<Json> calls = new ArrayList<>();
        for (Json part : parts) {
            switch (part.text("type")) {
                case "text" -> texts.add(part.get("content").orElse(new Json.JsonString("")));
                case "reasoning" -> {} // is not sent again
                case "tool_call" -> calls.add(call(part));
                case "tool_call_response" ->
                    messages.add(message(
                            "tool",
                            Optional.of(new Json.JsonString(spelled(part.get("response")
                                    .or(() -> part.get("result"))
                                    .orElse(Json.NULL)))),
                            List.of(),
                            part.text("id")));
                default ->
                    throw new NotImportedException(
                            "its messages have parts that are no text, from which the request is not known");
            }
        }
        if (!texts.isEmpty() || !calls.isEmpty() || messages.isEmpty()) {
            messages.add(0, message(role, content(texts), calls, ""));
        }
        return messages;
    }

    /** Several texts stay apart, as parts of the content. */
    private static Optional<Json> content(List<Json> texts) {
        return texts.size() == 1
                ? Optional.of(texts.get(0))
                : texts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Json.JsonArray(texts.stream()
                                .map(text -> new JsonObjectBuilder()
                                        .with("type", "text")
                                        .with("text", text)
                                        .done())
                                .toList()));
    }

    private static Optional<Json> content(Json message) {
        List<Json> contents = message.list("contents").stream()
                .map(each -> each.get("message_content").orElse(each))
                .toList();
        if (!contents.isEmpty()) {
            if (!contents.stream().allMatch(each -> each.text("type").equals("text"))) {
                throw new NotImportedException(
                        "its messages have parts that are no text, from which the request is not known");
            }
            return content(
                    contents.stream().flatMap(each -> each.get("text").stream()).toList());
        }
        return message.get("content")
                .filter(content -> !content.equals(Json.NULL))
                .map(SpanMessage::parsedParts);
    }

    /** OpenLLMetry writes the parts of a content as JSON in a text. */
    private static Json parsedParts(Json content) {
        return content.string()
                .filter(text -> text.startsWith("[{"))
                .flatMap(Json::tryParse)
                .filter(parts -> parts.items().stream()
                        .allMatch(part -> !part.text("type").isEmpty()))
                .orElse(content);
    }

    private static List<Json> calls(Json message) {
        return message.list("tool_calls").stream()
                .map(call -> call(call.get("tool_call").orElse(call)))
                .toList();
    }

    private static Json call(Json call) {
        Json function = call.get("function").orElse(call);
        return new JsonObjectBuilder()
                .with("id", id(call))
                .with("type", "function")
                .with(
                        "function",
                        new JsonObjectBuilder()
                                .with("name", function.text("name"))
                                .with(
                                        "arguments",
                                        spelled(function.get("arguments").orElse(new Json.JsonString("{}"))))
                                .done())
                .done();
    }

    private static String id(Json owner) {
        return Stream.of("tool_call_id", "id")
                .map(owner::text)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Json message(String role, Optional<Json> content, List<Json> calls, String callId) {
        JsonObjectBuilder message =
                new JsonObjectBuilder().with("role", role).with("content", content.orElse(Json.NULL));
        if (!calls.isEmpty()) {
            message.with("tool_calls", calls);
        }
        return message.withUnlessEmpty("tool_call_id", callId).done();
    }

    private static String spelled(Json value) {
        return value.string().orElseGet(() -> value.write(Layout.COMPACT));
    }
}
