import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/** LangChain4j with Anthropic. */
final class AnthropicDriver extends LangChain4jDriver {
    private final String base;

    private AnthropicDriver(String base) {
        this.base = base + "/v1";
    }

    @Override
    ChatModel model() {
        return AnthropicChatModel.builder().baseUrl(base).apiKey(KEY).modelName("tiny").build();
    }

    @Override
    StreamingChatModel streamingModel(String name) {
        return AnthropicStreamingChatModel.builder().baseUrl(base).apiKey(KEY).modelName(name).build();
    }

    public static void main(String[] arguments) {
        drive(arguments, AnthropicDriver::new);
    }
}
