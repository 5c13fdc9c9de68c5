package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.openai.OpenAiCompletions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Models of other makers on Vertex AI, such as Mistral's: {@code …/publishers/mistralai/models/{model}:rawPredict} and
 * {@code :streamRawPredict}. Their bodies are those of chat completions. Anthropic's are known before.
 */
public final class VertexPartners implements OpenAiApi {
    public static final ApiFamily FAMILY = new VertexPartners();

    private static final Pattern PUBLISHER = Pattern.compile(".*/publishers/[^/]+/models/[^/]+");
    private static final Set<String> METHODS = Set.of("rawPredict", "streamRawPredict");
    private static final ApiFamily CHAT = OpenAiCompletions.CHAT;

    private VertexPartners() {}

    @Override
    public String name() {
        return "vertex-chat";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && GoogleMethod.of(path)
                        .filter(called -> METHODS.contains(called.name()))
                        .isPresent()
                && PUBLISHER.matcher(path).matches();
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return GoogleMethod.of(request.request().path()).map(GoogleMethod::resource);
    }

    @Override
    public String title(ParsedRequest request) {
        return CHAT.title(request);
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return CHAT.isLast(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return CHAT.ending(response);
    }

    @Override
    public Ending ending(ParsedRequest request, ParsedResponse response) {
        return CHAT.ending(request, response);
    }

    @Override
    public int status(ParsedResponse response) {
        return CHAT.status(response);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return CHAT.texts(response);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return CHAT.asked(request);
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return CHAT.answered(response);
    }
}
