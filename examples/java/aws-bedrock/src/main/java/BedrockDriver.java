import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** AWS SDK for Bedrock: its client for answers, and its asynchronous client for streams. */
final class BedrockDriver extends Driver {
    private static final String MODEL = "vendor.tiny-v1:0";
    private static final Document SCHEMA_DOCUMENT = Document.mapBuilder()
            .putString("type", "object")
            .putMap("properties", properties -> properties.putMap("city", city -> city.putString("type", "string")))
            .build();
    private static final ToolConfiguration TOOLS = ToolConfiguration.builder()
            .tools(Tool.builder()
                    .toolSpec(tool -> tool.name(TOOL)
                            .description(TOOL_DESCRIPTION)
                            .inputSchema(schema -> schema.json(SCHEMA_DOCUMENT)))
                    .build())
            .build();

    private final BedrockRuntimeClient bedrock;
    private final BedrockRuntimeAsyncClient streaming;

    private BedrockDriver(String base) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, "secret"));
        bedrock = BedrockRuntimeClient.builder()
                .endpointOverride(URI.create(base))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .build();
        streaming = BedrockRuntimeAsyncClient.builder()
                .endpointOverride(URI.create(base))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials)
                .build();
    }

    private static Message message(ConversationRole role, ContentBlock... content) {
        return Message.builder().role(role).content(content).build();
    }

    private static List<Message> asking(String prompt) {
        return List.of(message(ConversationRole.USER, ContentBlock.fromText(prompt)));
    }

    private ConverseResponse answer(List<Message> messages, ToolConfiguration tools) {
        return bedrock.converse(request -> request.modelId(MODEL).messages(messages).toolConfig(tools));
    }

    private void stream(
            List<Message> messages, ToolConfiguration tools, Consumer<ConverseStreamResponseHandler.Visitor.Builder> on) {
        ConverseStreamResponseHandler.Visitor.Builder visitor = ConverseStreamResponseHandler.Visitor.builder();
        on.accept(visitor);
        streaming
                .converseStream(
                        request -> request.modelId(MODEL).messages(messages).toolConfig(tools),
                        ConverseStreamResponseHandler.builder().subscriber(visitor.build()).build())
                .join();
    }

    private void sayStream(List<Message> messages, ToolConfiguration tools) {
        Pieces pieces = new Pieces();
        stream(messages, tools, on -> on.onContentBlockDelta(event -> pieces.add(event.delta().text()))
                .onMetadata(event -> say("usage", event.usage().totalTokens())));
        pieces.say();
    }

    @Override
    protected void plain(String prompt) {
        ConverseResponse answer = answer(asking(prompt), null);
        say("id", answer.responseMetadata().requestId());
        say("text", answer.output().message().content().get(0).text());
        say("usage", answer.usage().totalTokens());
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(asking(prompt), null);
    }

    @Override
    protected void tool(String prompt) {
        ToolUseBlock call = answer(asking(prompt), TOOLS).output().message().content().get(0).toolUse();
        say("text", answer(secondTurn(prompt, call), TOOLS).output().message().content().get(0).text());
    }

    @Override
    protected void toolStreamed(String prompt) {
        ToolUseBlock.Builder call = ToolUseBlock.builder();
        StringBuilder input = new StringBuilder();
        stream(asking(prompt), TOOLS, on -> on.onContentBlockStart(event -> call.toolUseId(
                                event.start().toolUse().toolUseId())
                        .name(event.start().toolUse().name()))
                .onContentBlockDelta(event -> input.append(event.delta().toolUse().input())));
        String city = input.toString().replaceAll(".*:\\s*\"(.*)\".*", "$1");
        call.input(Document.fromMap(Map.of("city", Document.fromString(city))));
        sayStream(secondTurn(prompt, call.build()), TOOLS);
    }

    private static List<Message> secondTurn(String prompt, ToolUseBlock call) {
        String city = call.input().asMap().get("city").asString();
        sayCall(call.name(), Map.of("city", city));
        ContentBlock result = ContentBlock.fromToolResult(block -> block.toolUseId(call.toolUseId())
                .content(ToolResultContentBlock.fromText(weatherIn(city))));
        return List.of(
                asking(prompt).get(0),
                message(ConversationRole.ASSISTANT, ContentBlock.fromToolUse(call)),
                message(ConversationRole.USER, result));
    }

    public static void main(String[] arguments) {
        drive(arguments, BedrockDriver::new);
    }
}
