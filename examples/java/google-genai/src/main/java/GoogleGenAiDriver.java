import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Tool;
import java.util.List;
import java.util.Map;

/** Google's GenAI for Java. */
final class GoogleGenAiDriver extends Driver {
    private static final GenerateContentConfig WITH_TOOLS = GenerateContentConfig.builder()
            .tools(Tool.builder()
                    .functionDeclarations(FunctionDeclaration.builder()
                            .name(TOOL)
                            .description(TOOL_DESCRIPTION)
                            .parametersJsonSchema(SCHEMA)
                            .build())
                    .build())
            .build();

    private final Client google;

    private GoogleGenAiDriver(String base) {
        google = Client.builder()
                .apiKey(KEY)
                .httpOptions(HttpOptions.builder().baseUrl(base).build())
                .build();
    }

    private static void sayStream(ResponseStream<GenerateContentResponse> stream) {
        Pieces pieces = new Pieces();
        try (stream) {
            stream.forEach(chunk -> pieces.add(chunk.text()));
        }
        pieces.say();
    }

    @Override
    protected void plain(String prompt) {
        GenerateContentResponse answer = google.models.generateContent("tiny", prompt, null);
        say("id", answer.responseId().orElse(""));
        say("text", answer.text());
        answer.usageMetadata().flatMap(usage -> usage.totalTokenCount()).ifPresent(count -> say("usage", count));
    }

    @Override
    protected void streamed(String prompt, String model) {
        sayStream(google.models.generateContentStream(model, prompt, null));
    }

    @Override
    protected void tool(String prompt) {
        GenerateContentResponse first = google.models.generateContent("tiny", prompt, WITH_TOOLS);
        say("text", google.models.generateContent("tiny", secondTurn(prompt, first), WITH_TOOLS).text());
    }

    @Override
    protected void toolStreamed(String prompt) {
        GenerateContentResponse first = null;
        try (ResponseStream<GenerateContentResponse> stream =
                google.models.generateContentStream("tiny", prompt, WITH_TOOLS)) {
            for (GenerateContentResponse chunk : stream) {
                first = chunk;
            }
        }
        sayStream(google.models.generateContentStream("tiny", secondTurn(prompt, first), WITH_TOOLS));
    }

    private static List<Content> secondTurn(String prompt, GenerateContentResponse first) {
        FunctionCall call = first.functionCalls().get(0);
        sayCall(call.name().orElse(""), call.args().orElseThrow());
        FunctionResponse response = FunctionResponse.builder()
                .id(call.id().orElse(""))
                .name(TOOL)
                .response(Map.of("output", weatherIn("Zürich")))
                .build();
        return List.of(
                Content.fromParts(Part.fromText(prompt)),
                first.candidates().orElseThrow().get(0).content().orElseThrow(),
                Content.fromParts(Part.builder().functionResponse(response).build()));
    }

    public static void main(String[] arguments) {
        drive(arguments, GoogleGenAiDriver::new);
    }
}
