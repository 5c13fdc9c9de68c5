import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** LangChain4j with OpenAI; its HTTP client asks for HTTP/2 with each request. */
final class OpenAiDriver extends LangChain4jDriver {
    private final String base;

    private OpenAiDriver(String base) {
        this.base = base + "/v1";
    }

    @Override
    ChatModel model() {
        return OpenAiChatModel.builder().baseUrl(base).apiKey(KEY).modelName("tiny").build();
    }

    @Override
    StreamingChatModel streamingModel(String name) {
        return OpenAiStreamingChatModel.builder().baseUrl(base).apiKey(KEY).modelName(name).build();
    }

    @Override
    protected void completion(String prompt) {
        say("text", OpenAiLanguageModel.builder()
                .baseUrl(base)
                .apiKey(KEY)
                .modelName("tiny")
                .build()
                .generate(prompt)
                .content());
        Pieces pieces = new Pieces();
        CompletableFuture<Response<String>> whole = new CompletableFuture<>();
        OpenAiStreamingLanguageModel.builder()
                .baseUrl(base)
                .apiKey(KEY)
                .modelName("tiny")
                .build()
                .generate(prompt, new StreamingResponseHandler<String>() {
                    @Override
                    public void onNext(String token) {
                        pieces.add(token);
                    }

                    @Override
                    public void onComplete(Response<String> response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        whole.join();
        pieces.say();
    }

    @Override
    protected void models() {
        say("models", OpenAiModelCatalog.builder().baseUrl(base).apiKey(KEY).build().listModels().stream()
                .map(model -> model.name())
                .sorted()
                .collect(Collectors.joining(" ")));
    }

    public static void main(String[] arguments) {
        drive(arguments, OpenAiDriver::new);
    }
}
