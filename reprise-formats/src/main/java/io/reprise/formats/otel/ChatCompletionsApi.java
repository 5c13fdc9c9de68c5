package io.reprise.formats.otel;

import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.ChatStream;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's chat completions, which most providers speak. */
final class ChatCompletionsApi implements SpanApi {
    private static final int OK = 200;

    /** What the conventions call otherwise. */
    private static final Map<String, String> REASONS = Map.of("tool_call", "tool_calls", "", "stop");

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public Json request(SpanSettings settings, SpanChat chat, boolean isStream) {
        JsonObjectBuilder body =
                new JsonObjectBuilder().with("model", settings.model()).with("messages", chat.asked());
        settings.members().forEach(body::with);
        List<Json> tools = settings.tools();
        if (!tools.isEmpty()) {
            body.with("tools", tools.stream().map(ChatCompletionsApi::tool).toList());
        }
        return isStream ? body.with("stream", true).done() : body.done();
    }

    private static Json tool(Json tool) {
        if (tool.get("function").isPresent()) {
            return tool;
        }
        JsonObjectBuilder function = new JsonObjectBuilder();
        tool.members().stream()
                .filter(member -> !member.name().equals("type"))
                .forEach(member -> function.with(member.name(), member.value()));
        return new JsonObjectBuilder()
                .with("type", "function")
                .with("function", function.done())
                .done();
    }

    @Override
    public boolean hasStream(SpanChat chat) {
        return chat.answers().size() == 1;
    }

    @Override
    public RecordedAnswer answer(SpanAnswer answer, boolean isStream) {
        if (isStream) {
            Json message = answer.chat().answers().get(0);
            return RecordedAnswer.events(
                    new ChatStream(answer.id("chatcmpl-"), answer.created(), answer.model(), "", Integer.MAX_VALUE)
                            .text("assistant", said(message), reason(answer, 0, message)));
        }
        List<Json> choices = new ArrayList<>();
        for (Json message : answer.chat().answers()) {
            choices.add(new JsonObjectBuilder()
                    .with("index", (long) choices.size())
                    .with("message", message)
                    .with("finish_reason", reason(answer, choices.size(), message))
                    .done());
        }
        JsonObjectBuilder body = new JsonObjectBuilder()
                .with("id", answer.id("chatcmpl-"))
                .with("object", "chat.completion")
                .with("created", answer.created())
                .with("model", answer.model())
                .with("choices", choices);
        ModelCall.put(body, "usage", usage(answer));
        return RecordedAnswer.json(OK, body.done());
    }

    private static String reason(SpanAnswer answer, int index, Json message) {
        String reason = answer.chat().finishReasons().get(index);
        if (reason.isEmpty() && !message.list("tool_calls").isEmpty()) {
            return "tool_calls";
        }
        return REASONS.getOrDefault(reason, reason);
    }

    private static Said said(Json message) {
        return new Said(
                message.get("content").flatMap(Json::string),
                "",
                message.list("tool_calls").stream()
                        .map(call -> new Said.ToolCall(
                                call.text("id"), call.text("function", "name"), call.text("function", "arguments")))
                        .toList());
    }

    private static Optional<Json> usage(SpanAnswer answer) {
        return answer.inputTokens()
                .flatMap(input -> answer.outputTokens()
                        .map(output -> new JsonObjectBuilder()
                                .with("prompt_tokens", input)
                                .with("completion_tokens", output)
                                .with("total_tokens", sum(input, output))
                                .done()));
    }

    private static Json sum(Json a, Json b) {
        return TokenCounts.count(a)
                .flatMap(input ->
                        TokenCounts.count(b).<Json>map(output -> new Json.JsonNumber(String.valueOf(input + output))))
                .orElse(Json.NULL);
    }
}
