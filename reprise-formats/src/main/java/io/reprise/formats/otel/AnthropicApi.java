package io.reprise.formats.otel;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.RecordedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Anthropic's messages. */
final class AnthropicApi implements SpanApi {
    private static final int OK = 200;

    /** What the conventions call otherwise. */
    private static final Map<String, String> REASONS = Map.of(
            "stop",
            "end_turn",
            "",
            "end_turn",
            "length",
            "max_tokens",
            "tool_call",
            "tool_use",
            "tool_calls",
            "tool_use");

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public Json request(SpanSettings settings, SpanChat chat, boolean isStream) {
        JsonObjectBuilder body = new JsonObjectBuilder().with("model", settings.model());
        List<Json> messages = new ArrayList<>();
        for (Json message : chat.asked()) {
            if (message.text("role").equals("system")) {
                body.with("system", message.get("content").orElse(Json.NULL));
            } else {
                messages.add(new JsonObjectBuilder()
                        .with("role", message.text("role").equals("assistant") ? "assistant" : "user")
                        .with("content", content(message))
                        .done());
            }
        }
        body.with("messages", messages);
        settings.members().forEach((name, value) -> body.with(name.equals("stop") ? "stop_sequences" : name, value));
        List<Json> tools = settings.tools();
        return tools.isEmpty()
                ? body.done()
                : body.with("tools", tools.stream().map(AnthropicApi::tool).toList())
                        .done();
    }

    private static Json tool(Json tool) {
        if (tool.get("input_schema").isPresent()) {
            return tool;
        }
        Json function = tool.get("function").orElse(tool);
        JsonObjectBuilder own = new JsonObjectBuilder();
        for (String name : List.of("name", "description")) {
            ModelCall.put(own, name, function.get(name));
        }
        ModelCall.put(own, "input_schema", function.get("parameters"));
        return own.done();
    }

    private static Json content(Json message) {
        Json content = message.get("content").orElse(Json.NULL);
        if (message.text("role").equals("tool")) {
            return new Json.JsonArray(List.of(new JsonObjectBuilder()
                    .with("type", "tool_result")
                    .with("tool_use_id", message.text("tool_call_id"))
                    .with("content", content)
                    .done()));
        }
        return message.list("tool_calls").isEmpty() ? content : new Json.JsonArray(blocks(message));
    }

    private static List<Json> blocks(Json message) {
        List<Json> blocks = new ArrayList<>();
        Json content = message.get("content").orElse(Json.NULL);
        content.string()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> blocks.add(new JsonObjectBuilder()
                        .with("type", "text")
                        .with("text", text)
                        .done()));
        blocks.addAll(content.items());
        for (Json call : message.list("tool_calls")) {
            blocks.add(new JsonObjectBuilder()
                    .with("type", "tool_use")
                    .with("id", call.text("id"))
                    .with("name", call.text("function", "name"))
                    .with("input", Attributes.value(new Json.JsonString(call.text("function", "arguments"))))
                    .done());
        }
        return blocks;
    }

    @Override
    public boolean hasStream(SpanChat chat) {
        return false;
    }

    @Override
    public RecordedAnswer answer(SpanAnswer answer, boolean isStream) {
        Json message = answer.chat().answers().get(0);
        String reason = answer.chat().finishReasons().get(0);
        if (reason.isEmpty() && !message.list("tool_calls").isEmpty()) {
            reason = "tool_use";
        }
        JsonObjectBuilder usage = new JsonObjectBuilder();
        ModelCall.put(usage, "input_tokens", answer.inputTokens());
        ModelCall.put(usage, "output_tokens", answer.outputTokens());
        return RecordedAnswer.json(
                OK,
                new JsonObjectBuilder()
                        .with("id", answer.id("msg_"))
                        .with("type", "message")
                        .with("role", "assistant")
                        .with("model", answer.model())
                        .with("content", blocks(message))
                        .with("stop_reason", REASONS.getOrDefault(reason, reason))
                        .with("stop_sequence", Json.NULL)
                        .with("usage", usage.done())
                        .done());
    }
}
