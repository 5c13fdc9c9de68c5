import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

/** Spring AI 2; in a Spring Boot application, by {@code spring.ai.openai.base-url}. */
final class SpringAiDriver extends Driver {
    private static final ToolCallback WEATHER = FunctionToolCallback.builder(TOOL, SpringAiDriver::weather)
            .description(TOOL_DESCRIPTION)
            .inputType(City.class)
            .build();

    private final OpenAiChatModel model;

    private SpringAiDriver(String base) {
        model = OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(base + "/v1")
                        .apiKey(KEY)
                        .model("tiny")
                        .build())
                .build();
    }

    record City(String city) {}

    private static String weather(City asked) {
        sayCall(TOOL, Map.of("city", asked.city()));
        return weatherIn(asked.city());
    }

    private static Prompt asking(String prompt, OpenAiChatOptions.Builder options) {
        return new Prompt(prompt, options.build());
    }

    @Override
    protected void plain(String prompt) {
        ChatResponse answer = model.call(new Prompt(prompt));
        say("id", answer.getMetadata().getId());
        say("text", answer.getResult().getOutput().getText());
        say("usage", answer.getMetadata().getUsage().getTotalTokens());
    }

    @Override
    protected void streamed(String prompt, String name) {
        sayStream(asking(prompt, OpenAiChatOptions.builder().model(name)));
    }

    /** The pieces of several choices come in turns. */
    private void sayStream(Prompt prompt) {
        Map<String, Pieces> choices = new TreeMap<>();
        for (ChatResponse part : model.stream(prompt).toIterable()) {
            for (Generation choice : part.getResults()) {
                AssistantMessage message = choice.getOutput();
                choices.computeIfAbsent(String.valueOf(message.getMetadata().get("index")), index -> new Pieces())
                        .add(message.getText());
            }
        }
        choices.values().forEach(Pieces::say);
    }

    @Override
    protected void tool(String prompt) {
        say("text", ChatClient.create(model).prompt(prompt).toolCallbacks(WEATHER).call().content());
    }

    @Override
    protected void toolStreamed(String prompt) {
        say("text", ChatClient.create(model).prompt(prompt).toolCallbacks(WEATHER).stream().content().toStream()
                .collect(Collectors.joining()));
    }

    @Override
    protected void choices(String prompt) {
        OpenAiChatOptions.Builder two = OpenAiChatOptions.builder().n(2);
        model.call(asking(prompt, two)).getResults().forEach(choice -> say("text", choice.getOutput().getText()));
        sayStream(asking(prompt, two));
    }

    /** Goes away after the first word; Reprise reads the rest, so that the recording is whole. */
    @Override
    protected void aborted(String prompt) {
        say("first", model.stream(asking(prompt, OpenAiChatOptions.builder().model("tiny")))
                .map(part -> part.getResult() == null ? "" : part.getResult().getOutput().getText())
                .filter(text -> text != null && !text.isEmpty())
                .blockFirst());
    }

    public static void main(String[] arguments) {
        drive(arguments, SpringAiDriver::new);
    }
}
