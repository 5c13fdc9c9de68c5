package io.reprise.core.family.anthropic;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.KeyPlace;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Refusal;
import io.reprise.core.family.Refused;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Anthropic's text completions, which came before messages: {@code POST /v1/complete}. The last event has the reason to stop. */
public final class AnthropicCompletion implements ApiFamily {
    public static final ApiFamily FAMILY = new AnthropicCompletion();

    private static final Pattern PATHS = Pattern.compile("(.*(/v\\d+|anthropic))?/complete/?");

    private AnthropicCompletion() {}

    @Override
    public String name() {
        return "anthropic-complete";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && path.contains("complete")
                && PATHS.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("model")).flatMap(Json::string);
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(request.json().flatMap(body -> body.get("prompt")).orElse(Json.NULL));
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return JsonPayloads.values(format, chunk)
                .anyMatch(event -> event.get("completion").isPresent()
                        && !event.text("stop_reason").isEmpty());
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
        return Texts.of(
                response,
                (payload, texts) -> payload.get("completion")
                        .ifPresent(completion -> texts.addAll("completion", completion, Set.of())));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        String prompt = request.json().orElse(Json.NULL).text("prompt");
        return prompt.isEmpty() ? List.of() : List.of(ChatMessage.of("user", new MessagePart.Text(prompt)));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        response.values()
                .forEach(event ->
                        event.get("completion").flatMap(Json::string).ifPresent(text -> answer.text("", "", text)));
        return answer.messages();
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

    @Override
    public Headers neededHeaders() {
        return AnthropicMessages.MESSAGES.neededHeaders();
    }
}
