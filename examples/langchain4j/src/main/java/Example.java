import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** LangChain4j, whose HTTP client asks for HTTP/2 with each request, pointed at Reprise by a base URL. */
final class Example {
    private static final String BASE_URL = System.getenv("OPENAI_BASE_URL"); // such as http://127.0.0.1:8000/v1
    private static final String API_KEY = System.getenv("OPENAI_API_KEY");

    private static OpenAiChatModel.OpenAiChatModelBuilder chat() {
        return OpenAiChatModel.builder().baseUrl(BASE_URL).apiKey(API_KEY).modelName("tiny");
    }

    /** A base URL for one test: what tests record never mixes, even if they ask the same at the same time. */
    private static String baseUrlOf(String test) {
        return System.getenv("REPRISE_URL") + "/t/" + URLEncoder.encode(test, StandardCharsets.UTF_8) + "/v1";
    }

    private static String streamedChat(String model, String prompt) {
        Text text = new Text();
        OpenAiStreamingChatModel.builder()
                .baseUrl(BASE_URL)
                .apiKey(API_KEY)
                .modelName(model)
                .build()
                .chat(prompt, text);
        return text.whole.join();
    }

    private static String completion(String prompt) {
        return OpenAiLanguageModel.builder()
                .baseUrl(BASE_URL)
                .apiKey(API_KEY)
                .modelName("tiny")
                .build()
                .generate(prompt)
                .content();
    }

    private static String streamedCompletion(String model, String prompt) {
        Text text = new Text();
        OpenAiStreamingLanguageModel.builder()
                .baseUrl(BASE_URL)
                .apiKey(API_KEY)
                .modelName(model)
                .build()
                .generate(prompt, text);
        return text.whole.join();
    }

    /** Goes away after the first words; Reprise reads the rest, so that the recording is whole. */
    private static String abortedChat(String prompt) {
        CompletableFuture<String> start = new CompletableFuture<>();
        Text text = new Text() {
            @Override
            public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
                context.streamingHandle().cancel();
                start.complete(part.text());
            }
        };
        OpenAiStreamingChatModel.builder()
                .baseUrl(BASE_URL)
                .apiKey(API_KEY)
                .modelName("tiny")
                .build()
                .chat(prompt, text);
        return start.join();
    }

    private static void everything() {
        show("chat", chat().build().chat("tell me a joke"));
        show("chat, streamed", streamedChat("tiny", "tell me a joke"));
        show("completion", completion("once upon a time"));
        show("completion, streamed", streamedCompletion("tiny", "once upon a time"));
        show("in a second test", chat().baseUrl(baseUrlOf("org.example.JokeTest.second[1/2]")).build().chat("tell me a joke"));
        show("after retries", chat().build().chat("are you busy?"));
        show("aborted", abortedChat("a long story"));
        show("aborted, and asked again", streamedChat("tiny", "a long story"));
        OpenAiModelCatalog.builder().baseUrl(BASE_URL).apiKey(API_KEY).build().listModels()
                .forEach(model -> show("models", model.name()));
    }

    /** Asks what nobody has recorded. */
    private static void miss() {
        try {
            show("no miss", chat().build().chat("tell me a poem"));
        } catch (LangChain4jException missed) {
            System.out.println(missed.getClass().getSimpleName() + ": " + missed.getMessage());
        }
    }

    /** Asks what the recordings of {@code reprise serve --demo} answer. */
    private static void demo() {
        show("joke", streamedChat("llama3.2:1b", "tell me a joke"));
        show("joke, completed", streamedCompletion("llama3.2:1b", "tell me a joke"));
    }

    /** What a streamed answer says, once it is whole. */
    private static class Text implements StreamingChatResponseHandler, StreamingResponseHandler<String> {
        final CompletableFuture<String> whole = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public void onPartialResponse(String part) {
            parts.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.complete(parts + " (" + response.tokenUsage().totalTokenCount() + " tokens)");
        }

        @Override
        public void onNext(String part) {
            parts.append(part);
        }

        @Override
        public void onComplete(Response<String> response) {
            whole.complete(parts + " (" + response.tokenUsage().totalTokenCount() + " tokens)");
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }
    }

    private static void show(String name, String text) {
        System.out.println(name + ": " + text);
    }

    public static void main(String[] args) {
        switch (args[0]) {
            case "everything" -> everything();
            case "miss" -> miss();
            case "demo" -> demo();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
