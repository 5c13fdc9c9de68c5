import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import java.util.List;
import java.util.Map;

/** anthropic-java. */
final class AnthropicDriver extends Driver {
    private static final Tool WEATHER = Tool.builder()
            .name(TOOL)
            .description(TOOL_DESCRIPTION)
            .inputSchema(Tool.InputSchema.builder()
                    .properties(JsonValue.from(CITY))
                    .build())
            .build();

    private final AnthropicClient anthropic;

    private AnthropicDriver(String base) {
        anthropic = AnthropicOkHttpClient.builder().baseUrl(base).apiKey(KEY).build();
    }

    private static MessageCreateParams.Builder asking(String prompt) {
        return MessageCreateParams.builder().model("tiny").maxTokens(100).addUserMessage(prompt);
    }

    private Message answer(MessageCreateParams.Builder question) {
        return anthropic.messages().create(question.build());
    }

    private static String text(Message answer) {
        return answer.content().get(0).asText().text();
    }

    private void sayStream(MessageCreateParams.Builder question) {
        Pieces pieces = new Pieces();
        try (StreamResponse<RawMessageStreamEvent> answer = anthropic.messages().createStreaming(question.build())) {
            answer.stream()
                    .flatMap(event -> event.contentBlockDelta().stream())
                    .flatMap(event -> event.delta().text().stream())
                    .forEach(delta -> pieces.add(delta.text()));
        }
        pieces.say();
    }

    @Override
    protected void plain(String prompt) {
        Message answer = answer(asking(prompt));
        say("id", answer.id());
        say("text", text(answer));
        say("usage", answer.usage().outputTokens());
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(asking(prompt).model(model));
    }

    @Override
    protected void tool(String prompt) {
        MessageCreateParams.Builder question = asking(prompt).addTool(WEATHER);
        say("text", text(answer(secondTurn(question, answer(question)))));
    }

    @Override
    protected void toolStreamed(String prompt) {
        MessageCreateParams.Builder question = asking(prompt).addTool(WEATHER);
        MessageAccumulator first = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> answer = anthropic.messages().createStreaming(question.build())) {
            answer.stream().forEach(first::accumulate);
        }
        sayStream(secondTurn(question, first.message()));
    }

    private static MessageCreateParams.Builder secondTurn(MessageCreateParams.Builder question, Message first) {
        ToolUseBlock call = first.content().get(0).asToolUse();
        sayCall(call.name(), call._input().convert(Map.class));
        return question.addMessage(first)
                .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                        .toolUseId(call.id())
                        .content(weatherIn("Zürich"))
                        .build())));
    }

    public static void main(String[] arguments) {
        drive(arguments, AnthropicDriver::new);
    }
}
