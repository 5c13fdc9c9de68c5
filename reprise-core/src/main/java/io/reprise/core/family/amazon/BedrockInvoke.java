package io.reprise.core.family.amazon;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Ending;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.anthropic.AnthropicAnswers;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bedrock's {@code InvokeModel} and {@code InvokeModelWithResponseStream}, whose bodies are those of each model's maker. A frame of
 * a stream has such a body as its {@code bytes}.
 */
public final class BedrockInvoke implements BedrockApi {
    public static final ApiFamily FAMILY = new BedrockInvoke();

    private static final String BYTES = "bytes";

    private BedrockInvoke() {}

    @Override
    public String name() {
        return "bedrock-invoke";
    }

    @Override
    public Set<String> operations() {
        return Set.of("invoke", "invoke-with-response-stream");
    }

    @Override
    public boolean isLast(Json frame) {
        return InvokedModel.isLast(body(frame));
    }

    /** The models that follow OpenAI say why they stop some events before their last one. */
    @Override
    public Ending ending(ParsedResponse response) {
        Ending byMark = BedrockApi.super.ending(response);
        return byMark == Ending.CUT && bodies(response).anyMatch(InvokedModel::isStopped)
                ? response.response().ending()
                : byMark;
    }

    private static Json body(Json payload) {
        return payload.get(BYTES)
                .filter(body -> body instanceof Json.JsonObject)
                .orElse(payload);
    }

    private static Stream<Json> bodies(ParsedResponse response) {
        return IntStream.range(0, response.response().chunks().size())
                .boxed()
                .flatMap(response::values)
                .map(BedrockInvoke::body);
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return body.get("messages").isPresent()
                ? ConverseBlocks.title(body)
                : InvokedModel.prompt(body).map(Titles::of).orElse("");
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        if (path.isEmpty() && name.equals("p")) {
            return Optional.of(Volatility.OTHER);
        }
        String within = path.startsWith("." + BYTES) ? path.substring(1 + BYTES.length()) : path;
        return InvokedModel.volatility(within, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, (payload, texts) -> InvokedModel.texts(body(payload), texts));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        if (body.get("messages").isPresent()) {
            boolean isTyped = body.get("anthropic_version").isPresent()
                    || body.list("messages").stream()
                            .anyMatch(message ->
                                    message.get("content").flatMap(Json::string).isPresent());
            return isTyped ? AnthropicAnswers.asked(body) : new ConverseBlocks().messages(body);
        }
        return InvokedModel.prompt(body).stream()
                .flatMap(prompt -> prompt.string().isPresent() ? Stream.of(prompt) : prompt.items().stream())
                .flatMap(text -> text.string().stream())
                .map(text -> ChatMessage.of("user", new MessagePart.Text(text)))
                .toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<ChatMessage> messages = AnthropicAnswers.answered(bodies(response));
        if (!messages.isEmpty()) {
            return messages;
        }
        AnswerBuilder answer = new AnswerBuilder();
        ConverseBlocks blocks = new ConverseBlocks();
        bodies(response).forEach(body -> InvokedModel.add(body, blocks, answer));
        return answer.messages();
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        Json headers = new JsonObjectBuilder()
                .with("input", number(response, "x-amzn-bedrock-input-token-count"))
                .with("output", number(response, "x-amzn-bedrock-output-token-count"))
                .done();
        return TokenCounts.of(response, "oken", (payload, counts) -> InvokedModel.count(body(payload), counts))
                .or(() -> TokenCounts.of(
                        headers, (names, counts) -> counts.input(names, "input").output(names, "output")));
    }

    private static Json number(ParsedResponse response, String header) {
        return response.response()
                .headers()
                .first(header)
                .<Json>map(Json.JsonNumber::new)
                .orElse(Json.NULL);
    }
}
