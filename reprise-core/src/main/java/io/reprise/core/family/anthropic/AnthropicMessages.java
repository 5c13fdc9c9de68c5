package io.reprise.core.family.anthropic;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import io.reprise.core.stream.StreamFormats;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Anthropic's messages, and the count of their tokens. Vertex AI names the model in the path. */
public final class AnthropicMessages implements ApiFamily {
    /** {@code POST /v1/messages}, on Vertex AI {@code …/publishers/anthropic/models/{model}:streamRawPredict}. */
    public static final ApiFamily MESSAGES = new AnthropicMessages(
            "anthropic-messages",
            Pattern.compile("(.*(/v\\d+|anthropic))?/messages/?"
                    + "|.*/publishers/anthropic/models/[^/:%]+(?:%40[^/:%]+)?(:|%3[Aa])(streamR|r)awPredict"));

    /** Must come before {@link #MESSAGES}, since Vertex AI has it under the name of a model. */
    public static final ApiFamily COUNT = new AnthropicMessages(
            "anthropic-count-tokens",
            Pattern.compile("(.*(/v\\d+|anthropic))?/messages/count_tokens/?"
                    + "|.*/publishers/anthropic/models/count-tokens(:|%3[Aa])rawPredict"));

    private static final Pattern MODEL = Pattern.compile("/models/(.+?)(:|%3[Aa])(streamR|r)awPredict");

    private static final Pattern STREAMED = Pattern.compile("\"stream\"\\s*:\\s*true");

    private final String name;
    private final Pattern paths;

    private AnthropicMessages(String name, Pattern paths) {
        this.name = name;
        this.paths = paths;
    }

    /** Whether a client of this provider has sent these headers; it sends one of them with each request. */
    public static boolean isClient(Headers headers) {
        return headers.first("anthropic-version").isPresent();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        boolean mayBe = path.contains("messages") || path.contains("awPredict");
        return mayBe && method.equals("POST") && paths.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        Matcher inPath = MODEL.matcher(request.request().path());
        return request.json()
                .flatMap(body -> body.get("model"))
                .flatMap(Json::string)
                .or(() -> inPath.find() ? Optional.of(PercentEncoding.decodeText(inPath.group(1))) : Optional.empty());
    }

    @Override
    public String title(ParsedRequest request) {
        return AnthropicBlocks.title(request.json().orElse(Json.NULL));
    }

    /** Of a response without a content type, as some tools record them, what the request wanted. */
    @Override
    public StreamFormat format(Request request, String contentType) {
        boolean wantsStream = contentType.isBlank()
                && STREAMED.matcher(request.body().toString()).find();
        return StreamFormats.KNOWN.of(wantsStream ? "text/event-stream" : contentType);
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return AnthropicAnswers.isLast(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    @Override
    public int status(ParsedResponse response) {
        return StreamErrors.status(response);
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return AnthropicVolatility.of(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, AnthropicAnswers::texts);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return new AnthropicBlocks().messages(request.json().orElse(Json.NULL));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return AnthropicAnswers.answered(response);
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return AnthropicAnswers.usage(response);
    }

    @Override
    public Json error(int status, String code, String message) {
        return AnthropicErrors.error(status, message);
    }

    @Override
    public Refusal refusal(Refused refused) {
        return AnthropicErrors.refusal(refused);
    }

    @Override
    public PlainChunk errorChunk(Json error) {
        return AnthropicErrors.chunk(error);
    }

    @Override
    public List<KeyPlace> keyPlaces() {
        return List.of(new KeyPlace.Header("x-api-key"), KeyPlace.BEARER);
    }

    /** The version of the API; there has been no other since. */
    @Override
    public Headers neededHeaders() {
        return Headers.of("anthropic-version", "2023-06-01");
    }

    @Override
    public Optional<PublicApi> publicApi() {
        return Optional.of(
                new PublicApi("anthropic", "https://api.anthropic.com", List.of("anthropic"), List.of("claude-*")));
    }

    @Override
    public List<UrlVariable> urlVariables() {
        return List.of(
                new UrlVariable("ANTHROPIC_BASE_URL", ""),
                new UrlVariable("ANTHROPIC_BEDROCK_BASE_URL", ""),
                new UrlVariable("ANTHROPIC_VERTEX_BASE_URL", "/v1"));
    }

    @Override
    public List<KeyVariable> keyVariables() {
        return List.of(new KeyVariable("ANTHROPIC_API_KEY", List.of("ANTHROPIC_AUTH_TOKEN")));
    }
}
