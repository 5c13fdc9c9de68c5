import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;

/** LangChain4j; the drivers of its providers differ in their models only. */
abstract class LangChain4jDriver extends Driver {
    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name(TOOL)
            .description(TOOL_DESCRIPTION)
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

    abstract ChatModel model();

    abstract StreamingChatModel streamingModel(String name);

    @Override
    protected void plain(String prompt) {
        ChatResponse answer = model().chat(UserMessage.from(prompt));
        if (answer.id() != null) {
            say("id", answer.id());
        }
        say("text", answer.aiMessage().text());
        say("usage", answer.tokenUsage().totalTokenCount());
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(model, ChatRequest.builder().messages(UserMessage.from(prompt)).build());
    }

    private void sayStream(String model, ChatRequest request) {
        Answer answer = new Answer();
        streamingModel(model).chat(request, answer);
        answer.whole.join();
        answer.pieces.say();
    }

    @Override
    protected void tool(String prompt) {
        AiMessage first = model().chat(firstTurn(prompt)).aiMessage();
        say("text", model().chat(secondTurn(prompt, first)).aiMessage().text());
    }

    @Override
    protected void toolStreamed(String prompt) {
        Answer first = new Answer();
        streamingModel("tiny").chat(firstTurn(prompt), first);
        sayStream("tiny", secondTurn(prompt, first.whole.join().aiMessage()));
    }

    private static ChatRequest firstTurn(String prompt) {
        return ChatRequest.builder()
                .messages(UserMessage.from(prompt))
                .toolSpecifications(WEATHER)
                .build();
    }

    private static ChatRequest secondTurn(String prompt, AiMessage first) {
        ToolExecutionRequest call = first.toolExecutionRequests().get(0);
        sayCall(call.name(), call.arguments().replaceAll("\\s", ""));
        ToolExecutionResultMessage result = ToolExecutionResultMessage.from(call, weatherIn("Zürich"));
        return ChatRequest.builder()
                .messages(UserMessage.from(prompt), first, result)
                .toolSpecifications(WEATHER)
                .build();
    }

    /** Goes away after the first word; Reprise reads the rest, so that the recording is whole. */
    @Override
    protected void aborted(String prompt) {
        CompletableFuture<String> start = new CompletableFuture<>();
        streamingModel("tiny").chat(prompt, new Answer() {
            @Override
            public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
                context.streamingHandle().cancel();
                start.complete(part.text());
            }
        });
        say("first", start.join());
    }

    private static class Answer implements StreamingChatResponseHandler {
        private final Pieces pieces = new Pieces();
        private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String part) {
            pieces.add(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }
    }
}
