import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.stream.Collectors;

/** openai-java, responses. */
final class ResponsesDriver extends Driver {
    private static final FunctionTool WEATHER = FunctionTool.builder()
            .name(TOOL)
            .description(TOOL_DESCRIPTION)
            .parameters(FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(CITY))
                    .build())
            .strict(false)
            .build();

    private final OpenAIClient openai;

    private ResponsesDriver(String base) {
        openai = OpenAIOkHttpClient.builder().baseUrl(base + "/v1").apiKey(KEY).build();
    }

    private static ResponseCreateParams.Builder asking() {
        return ResponseCreateParams.builder().model("tiny");
    }

    private static String text(Response answer) {
        return answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(part -> part.asOutputText().text())
                .collect(Collectors.joining());
    }

    private void sayStream(ResponseCreateParams question) {
        Pieces pieces = new Pieces();
        try (StreamResponse<ResponseStreamEvent> answer = openai.responses().createStreaming(question)) {
            answer.stream()
                    .flatMap(event -> event.outputTextDelta().stream())
                    .forEach(event -> pieces.add(event.delta()));
        }
        pieces.say();
    }

    @Override
    protected void plain(String prompt) {
        Response answer = openai.responses().create(asking().input(prompt).build());
        say("id", answer.id());
        say("text", text(answer));
        answer.usage().ifPresent(usage -> say("usage", usage.totalTokens()));
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(asking().model(model).input(prompt).build());
    }

    @Override
    protected void tool(String prompt) {
        Response first = openai.responses().create(asking().input(prompt).addTool(WEATHER).build());
        say("text", text(openai.responses().create(secondTurn(first))));
    }

    @Override
    protected void toolStreamed(String prompt) {
        ResponseAccumulator first = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> answer =
                openai.responses().createStreaming(asking().input(prompt).addTool(WEATHER).build())) {
            answer.stream().forEach(first::accumulate);
        }
        sayStream(secondTurn(first.response()));
    }

    /** Names the first answer instead of repeating it. */
    private static ResponseCreateParams secondTurn(Response first) {
        ResponseFunctionToolCall call = first.output().get(0).asFunctionCall();
        sayCall(call.name(), call.arguments());
        ResponseInputItem.FunctionCallOutput output = ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(weatherIn("Zürich"))
                .build();
        return asking()
                .previousResponseId(first.id())
                .inputOfResponse(List.of(ResponseInputItem.ofFunctionCallOutput(output)))
                .addTool(WEATHER)
                .build();
    }

    public static void main(String[] arguments) {
        drive(arguments, ResponsesDriver::new);
    }
}
