import com.openai.errors.OpenAIServiceException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI 2, pointed at Reprise by a base URL; in a Spring Boot application, by {@code spring.ai.openai.base-url}. */
final class Example {
    private static final String BASE_URL = System.getenv("OPENAI_BASE_URL"); // such as http://127.0.0.1:8000/v1
    private static final String API_KEY = System.getenv("OPENAI_API_KEY");

    private static OpenAiChatModel model(String baseUrl) {
        return OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(baseUrl)
                        .apiKey(API_KEY)
                        .model("tiny")
                        .build())
                .build();
    }

    /** A base URL for one test: what tests record never mixes, even if they ask the same at the same time. */
    private static String baseUrlOf(String test) {
        return System.getenv("REPRISE_URL") + "/t/" + URLEncoder.encode(test, StandardCharsets.UTF_8) + "/v1";
    }

    private final OpenAiChatModel model = model(BASE_URL);

    private static Prompt ask(String model, String prompt, Integer n) {
        return new Prompt(prompt, OpenAiChatOptions.builder().model(model).n(n).build());
    }

    private String streamed(String prompt) {
        return String.join("", model.stream(prompt).collectList().block());
    }

    /** The text of each choice; their parts come in turns. */
    private Collection<String> streamed(Prompt prompt) {
        Map<Object, String> texts = new TreeMap<>();
        for (ChatResponse part : model.stream(prompt).toIterable()) {
            for (Generation choice : part.getResults()) {
                AssistantMessage message = choice.getOutput();
                texts.merge(message.getMetadata().get("index"), message.getText(), String::concat);
            }
        }
        return texts.values();
    }

    private void everything() {
        show("chat", model.call("tell me a joke"));
        show("chat, streamed", streamed("tell me a joke"));
        for (Generation choice : model.call(ask("tiny", "two jokes", 2)).getResults()) {
            show("chat, n=2", choice.getOutput().getText());
        }
        streamed(ask("tiny", "two jokes", 2)).forEach(text -> show("chat, n=2, streamed", text));
        show("in a second test", model(baseUrlOf("org.example.JokeTest.second[1/2]")).call("tell me a joke"));
        show("after retries", model.call("are you busy?"));
        show("after retries, streamed", streamed("are you busy?"));
        show("aborted", model.stream("a long story").filter(text -> !text.isEmpty()).blockFirst());
        show("aborted, and asked again", streamed("a long story"));
    }

    /** Asks what nobody has recorded. */
    private void miss() {
        try {
            show("no miss", model.call("tell me a poem"));
        } catch (OpenAIServiceException missed) {
            System.out.println(missed.getClass().getSimpleName() + ": " + missed.getMessage());
        }
    }

    /**
     * Asks what the recordings of {@code reprise serve --demo} answer. This client always sends stream_options, which most
     * of them were recorded without, so there is only one.
     */
    private void demo() {
        streamed(ask("llama3.2:1b", "tell me a joke", null)).forEach(text -> show("joke", text));
    }

    private static void show(String name, String text) {
        System.out.println(name + ": " + text);
    }

    public static void main(String[] args) {
        Example example = new Example();
        switch (args[0]) {
            case "everything" -> example.everything();
            case "miss" -> example.miss();
            case "demo" -> example.demo();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }
}
