import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.models.Model;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The official OpenAI client for Java, pointed at Reprise by OPENAI_BASE_URL=http://127.0.0.1:8000/v1. */
final class Example {
    private static final ChatCompletionStreamOptions USAGE =
            ChatCompletionStreamOptions.builder().includeUsage(true).build();

    private final OpenAIClient openai = OpenAIOkHttpClient.fromEnv(); // reads OPENAI_BASE_URL and OPENAI_API_KEY

    /** A client for one test: what tests record never mixes, even if they ask the same at the same time. */
    private static OpenAIClient clientOf(String test) {
        String encoded = URLEncoder.encode(test, StandardCharsets.UTF_8);
        return OpenAIOkHttpClient.builder()
                .fromEnv()
                .baseUrl(System.getenv("REPRISE_URL") + "/t/" + encoded + "/v1")
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat(String model, String prompt) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
    }

    private static CompletionCreateParams.Builder completion(String model, String prompt) {
        return CompletionCreateParams.builder().model(model).prompt(prompt);
    }

    private static List<String> ask(OpenAIClient client, ChatCompletionCreateParams.Builder question) {
        ChatCompletion answer = client.chat().completions().create(question.build());
        return answer.choices().stream()
                .map(choice -> choice.message().content().orElse(""))
                .toList();
    }

    private static Collection<String> stream(OpenAIClient client, ChatCompletionCreateParams.Builder question) {
        Texts texts = new Texts();
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question.build())) {
            answer.stream().forEach(chunk -> {
                chunk.choices().forEach(choice ->
                        texts.add(choice.index(), choice.delta().content().orElse("")));
                chunk.usage().ifPresent(usage -> texts.addUsage(usage.totalTokens()));
            });
        }
        return texts.all();
    }

    private static List<String> ask(OpenAIClient client, CompletionCreateParams.Builder question) {
        Completion answer = client.completions().create(question.build());
        return answer.choices().stream().map(choice -> choice.text()).toList();
    }

    private static Collection<String> stream(OpenAIClient client, CompletionCreateParams.Builder question) {
        Texts texts = new Texts();
        try (StreamResponse<Completion> answer = client.completions().createStreaming(question.build())) {
            answer.stream().forEach(chunk -> {
                chunk.choices().forEach(choice -> texts.add(choice.index(), choice.text()));
                chunk.usage().ifPresent(usage -> texts.addUsage(usage.totalTokens()));
            });
        }
        return texts.all();
    }

    /** Goes away after the first words; Reprise reads the rest, so that the recording is whole. */
    private static List<String> abort(OpenAIClient client, ChatCompletionCreateParams.Builder question) {
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question.build())) {
            return answer.stream()
                    .map(chunk -> chunk.choices().get(0).delta().content().orElse(""))
                    .filter(text -> !text.isEmpty())
                    .limit(1)
                    .toList();
        }
    }

    private void everything() {
        show("chat", ask(openai, chat("tiny", "tell me a joke")));
        show("chat, streamed", stream(openai, chat("tiny", "tell me a joke").streamOptions(USAGE)));
        show("chat, n=2", ask(openai, chat("tiny", "two jokes").n(2)));
        show("chat, n=2, streamed", stream(openai, chat("tiny", "two jokes").n(2)));
        show("completion", ask(openai, completion("tiny", "once upon a time")));
        show("completion, streamed", stream(openai, completion("tiny", "once upon a time").streamOptions(USAGE)));
        show("completion, n=2, streamed", stream(openai, completion("tiny", "twice upon a time").n(2)));
        show("in a second test", ask(clientOf("com.example.JokeTest.second[1/2]"), chat("tiny", "tell me a joke")));
        show("after retries", ask(openai, chat("tiny", "are you busy?")));
        show("after retries, streamed", stream(openai, chat("tiny", "are you busy?")));
        show("aborted", abort(openai, chat("tiny", "a long story")));
        show("aborted, and asked again", stream(openai, chat("tiny", "a long story")));
        show("models", openai.models().list().data().stream().map(Model::id).toList());
    }

    /** Asks what nobody has recorded. */
    private void miss() {
        try {
            show("no miss", ask(openai, chat("tiny", "tell me a poem")));
        } catch (OpenAIServiceException missed) {
            System.out.println(missed.getClass().getSimpleName() + ": " + missed.getMessage());
        }
    }

    /** Asks what the recordings of {@code reprise serve --demo} answer. */
    private void demo() {
        String large = "llama3.2:3b-instruct-fp16";
        String sun = "What's the name of the Sun in latin?";
        show("joke", stream(openai, chat("llama3.2:1b", "tell me a joke").streamOptions(USAGE)));
        show("joke, completed", stream(openai, completion("llama3.2:1b", "tell me a joke").streamOptions(USAGE)));
        show("hello", stream(openai, chat(large, "Hello, world!")));
        show("sun", stream(openai, chat(large, sun)));
        show("sun, n=2", stream(openai, chat("meta-llama/Llama-3.2-1B-Instruct", sun).n(2)));
    }

    /** The text of each choice as it grows. */
    private static final class Texts {
        private final Map<Long, String> byChoice = new TreeMap<>();
        private final List<String> usage = new ArrayList<>();

        void add(long choice, String text) {
            byChoice.merge(choice, text, String::concat);
        }

        void addUsage(long tokens) {
            usage.add(tokens + " tokens");
        }

        List<String> all() {
            List<String> all = new ArrayList<>(byChoice.values());
            all.addAll(usage);
            return all;
        }
    }

    private static void show(String name, Collection<String> texts) {
        texts.forEach(text -> System.out.println(name + ": " + text));
    }

    public static void main(String[] args) {
        Example example = new Example();
        switch (args[0]) {
            case "everything" -> example.everything();
            case "miss" -> example.miss();
            case "demo" -> example.demo();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0); // the client's threads would stay for a while
    }
}
