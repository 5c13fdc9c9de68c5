import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** openai-java, chat completions. */
final class OpenAiDriver extends Driver {
    private static final ChatCompletionStreamOptions USAGE =
            ChatCompletionStreamOptions.builder().includeUsage(true).build();

    private static final FunctionDefinition WEATHER = FunctionDefinition.builder()
            .name(TOOL)
            .description(TOOL_DESCRIPTION)
            .parameters(FunctionParameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty("properties", JsonValue.from(CITY))
                    .build())
            .build();

    private final OpenAIClient openai;

    private OpenAiDriver(String base) {
        openai = OpenAIOkHttpClient.builder().baseUrl(base + "/v1").apiKey(KEY).build();
    }

    private static ChatCompletionCreateParams.Builder asking(String prompt) {
        return ChatCompletionCreateParams.builder().model("tiny").addUserMessage(prompt);
    }

    private ChatCompletion answer(ChatCompletionCreateParams.Builder question) {
        return openai.chat().completions().create(question.build());
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElse("");
    }

    private void sayStream(ChatCompletionCreateParams.Builder question) {
        Map<Long, Pieces> choices = new TreeMap<>();
        try (StreamResponse<ChatCompletionChunk> answer =
                openai.chat().completions().createStreaming(question.build())) {
            answer.stream().forEach(chunk -> {
                chunk.choices().forEach(choice -> choices.computeIfAbsent(choice.index(), index -> new Pieces())
                        .add(choice.delta().content().orElse("")));
                chunk.usage().ifPresent(usage -> say("usage", usage.totalTokens()));
            });
        }
        choices.values().forEach(Pieces::say);
    }

    @Override
    protected void plain(String prompt) {
        ChatCompletion answer = answer(asking(prompt));
        say("id", answer.id());
        say("text", text(answer));
        answer.usage().ifPresent(usage -> say("usage", usage.totalTokens()));
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(asking(prompt).model(model).streamOptions(USAGE));
    }

    @Override
    protected void tool(String prompt) {
        ChatCompletionCreateParams.Builder question = asking(prompt).addFunctionTool(WEATHER);
        say("text", text(answer(secondTurn(question, answer(question)))));
    }

    @Override
    protected void toolStreamed(String prompt) {
        ChatCompletionCreateParams.Builder question = asking(prompt).addFunctionTool(WEATHER);
        ChatCompletionAccumulator first = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> answer =
                openai.chat().completions().createStreaming(question.build())) {
            answer.stream().forEach(first::accumulate);
        }
        sayStream(secondTurn(question, first.chatCompletion()));
    }

    private static ChatCompletionCreateParams.Builder secondTurn(
            ChatCompletionCreateParams.Builder question, ChatCompletion first) {
        ChatCompletionMessage message = first.choices().get(0).message();
        ChatCompletionMessageFunctionToolCall call =
                message.toolCalls().orElseThrow().get(0).asFunction();
        sayCall(call.function().name(), call.function().arguments());
        return question.addMessage(message)
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(call.id())
                        .content(weatherIn("Zürich"))
                        .build());
    }

    @Override
    protected void choices(String prompt) {
        answer(asking(prompt).n(2)).choices().forEach(choice -> say("text", choice.message().content().orElse("")));
        sayStream(asking(prompt).n(2));
    }

    @Override
    protected void completion(String prompt) {
        CompletionCreateParams question =
                CompletionCreateParams.builder().model("tiny").prompt(prompt).build();
        say("text", openai.completions().create(question).choices().get(0).text());
        Pieces pieces = new Pieces();
        try (StreamResponse<Completion> answer = openai.completions().createStreaming(question)) {
            answer.stream().forEach(chunk -> pieces.add(chunk.choices().get(0).text()));
        }
        pieces.say();
    }

    /** Goes away after the first word; Reprise reads the rest, so that the recording is whole. */
    @Override
    protected void aborted(String prompt) {
        try (StreamResponse<ChatCompletionChunk> answer = openai.chat()
                .completions()
                .createStreaming(asking(prompt).streamOptions(USAGE).build())) {
            answer.stream()
                    .map(chunk -> chunk.choices().get(0).delta().content().orElse(""))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .ifPresent(text -> say("first", text));
        }
    }

    @Override
    protected void models() {
        say("models", openai.models().list().data().stream().map(Model::id).sorted().collect(Collectors.joining(" ")));
    }

    public static void main(String[] arguments) {
        drive(arguments, OpenAiDriver::new);
    }
}
