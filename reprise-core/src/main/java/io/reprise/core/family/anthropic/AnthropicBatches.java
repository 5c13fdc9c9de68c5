package io.reprise.core.family.anthropic;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Batches of Anthropic's messages: made, asked for, listed and cancelled. Results are a line of JSON for each message. */
public final class AnthropicBatches implements ApiFamily {
    public static final ApiFamily FAMILY = new AnthropicBatches();

    private static final Pattern PATHS =
            Pattern.compile("(.*(/v\\d+|anthropic))?/messages/batches(/[^/]+(/results|/cancel)?)?/?");

    private AnthropicBatches() {}

    @Override
    public String name() {
        return "anthropic-batches";
    }

    @Override
    public boolean covers(String method, String path) {
        return path.contains("messages/batches") && PATHS.matcher(path).matches();
    }

    private static List<Json> requests(ParsedRequest request) {
        return request.json().orElse(Json.NULL).list("requests").stream()
                .flatMap(each -> each.get("params").stream())
                .toList();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return requests(request).stream()
                .map(message -> message.text("model"))
                .filter(model -> !model.isEmpty())
                .findFirst();
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        return requests(request).stream()
                .map(AnthropicBlocks::title)
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** No line says that it is the last one; but a line is cut that is no JSON. */
    @Override
    public Ending ending(ParsedResponse response) {
        Response received = response.response();
        int last = received.chunks().size() - 1;
        boolean isCut = received.isStream()
                && received.status() < 400
                && last >= 0
                && response.values(last).findAny().isEmpty();
        return isCut ? Ending.CUT : received.ending();
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return AnthropicVolatility.of(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(
                response,
                (payload, texts) ->
                        payload.at("result", "message").ifPresent(message -> AnthropicAnswers.texts(message, texts)));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return requests(request).stream()
                .flatMap(message -> new AnthropicBlocks().messages(message).stream())
                .toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<ChatMessage> messages = new ArrayList<>();
        response.values()
                .map(line -> line.list("result", "message", "content"))
                .filter(content -> !content.isEmpty())
                .forEach(content -> messages.add(new ChatMessage(
                        "assistant",
                        content.stream().map(new AnthropicBlocks()::part).toList())));
        return messages;
    }

    /** Of all messages together. */
    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        List<TokenUsage> each = new ArrayList<>();
        response.values()
                .flatMap(line -> line.at("result", "message").stream())
                .flatMap(message -> TokenCounts.of(message, AnthropicAnswers::count).stream())
                .forEach(each::add);
        return each.stream().reduce(TokenUsage::plus);
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
        return AnthropicMessages.MESSAGES.keyPlaces();
    }
}
