package io.reprise.formats.llmposter;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.ChatStream;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.Said;
import java.util.List;
import java.util.Map;

/** OpenAI's chat completions. */
final class ChatCompletionsApi implements LlmposterApi {
    private static final int OK = 200;
    private static final String FINGERPRINT = "fp_llmposter";

    @Override
    public String path() {
        return "/v1/chat/completions";
    }

    @Override
    public String usualModel() {
        return "gpt-4o";
    }

    @Override
    public String callId(int number) {
        return "call_llmposter_" + number;
    }

    @Override
    public Map<String, Json> demanded() {
        return Map.of();
    }

    @Override
    public RecordedAnswer whole(Reply reply) {
        JsonObjectBuilder message = new JsonObjectBuilder()
                .with("role", "assistant")
                .with(
                        "content",
                        reply.said().content().<Json>map(Json.JsonString::new).orElse(Json.NULL));
        if (!reply.said().calls().isEmpty()) {
            message.with(
                    "tool_calls",
                    reply.said().calls().stream().map(ChatCompletionsApi::call).toList());
        }
        Json choice = new JsonObjectBuilder()
                .with("index", 0L)
                .with("message", message.with("refusal", Json.NULL).done())
                .with("finish_reason", reply.reasonOr("stop", "tool_calls"))
                .with("logprobs", Json.NULL)
                .done();
        return RecordedAnswer.json(
                OK,
                new JsonObjectBuilder()
                        .with("id", id(reply))
                        .with("object", "chat.completion")
                        .with("created", 0L)
                        .with("model", reply.model())
                        .with("system_fingerprint", FINGERPRINT)
                        .with("service_tier", "default")
                        .with("choices", List.of(choice))
                        .with(
                                "usage",
                                new JsonObjectBuilder()
                                        .with("prompt_tokens", reply.askedTokens())
                                        .with("completion_tokens", reply.saidTokens())
                                        .with("total_tokens", reply.askedTokens() + reply.saidTokens())
                                        .done())
                        .done());
    }

    private static Json call(Said.ToolCall call) {
        return new JsonObjectBuilder()
                .with("id", call.id())
                .with("type", "function")
                .with(
                        "function",
                        new JsonObjectBuilder()
                                .with("name", call.name())
                                .with("arguments", call.arguments())
                                .done())
                .done();
    }

    @Override
    public RecordedAnswer stream(Reply reply, int size) {
        return RecordedAnswer.events(new ChatStream(id(reply), 0, reply.model(), FINGERPRINT, size)
                .text("assistant", reply.said(), reply.reasonOr("stop", "tool_calls")));
    }

    private static String id(Reply reply) {
        return "chatcmpl-llmposter-" + reply.number();
    }
}
