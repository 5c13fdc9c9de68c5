import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;

/** LangChain4j with Ollama. */
final class OllamaDriver extends LangChain4jDriver {
    private final String base;

    private OllamaDriver(String base) {
        this.base = base;
    }

    @Override
    ChatModel model() {
        return OllamaChatModel.builder().baseUrl(base).modelName("tiny").build();
    }

    @Override
    StreamingChatModel streamingModel(String name) {
        return OllamaStreamingChatModel.builder().baseUrl(base).modelName(name).build();
    }

    public static void main(String[] arguments) {
        drive(arguments, OllamaDriver::new);
    }
}
