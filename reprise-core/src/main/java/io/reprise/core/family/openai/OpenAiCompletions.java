package io.reprise.core.family.openai;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Paths;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** OpenAI's chat and text completions, which many others serve under their own path prefix. */
public final class OpenAiCompletions implements OpenAiApi {
    public static final OpenAiCompletions CHAT = new OpenAiCompletions("openai-chat", "/chat/completions");

    /** Must come after {@link #CHAT}, whose paths end in the same way. Some servers of such paths are asked in messages. */
    public static final OpenAiCompletions TEXT = new OpenAiCompletions("openai-completions", "/completions");

    private final String name;
    private final String path;

    /** @param path of requests ends so */
    private OpenAiCompletions(String name, String path) {
        this.name = name;
        this.path = path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST") && Paths.endsWith(path, this.path);
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return body.get("messages")
                .map(messages -> Titles.ofMessages(messages.items()))
                .orElseGet(() -> Titles.of(body.get("prompt").orElse(Json.NULL)));
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes());
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return ending(response, 1);
    }

    @Override
    public Ending ending(ParsedRequest request, ParsedResponse response) {
        return ending(response, choices(request));
    }

    /**
     * A stream without an end mark is complete if each choice has a finish reason and the body ended properly, or if it ends with an
     * error.
     */
    private Ending ending(ParsedResponse response, long choices) {
        Response received = response.response();
        if (!received.isStream() || received.status() >= 400) {
            return received.ending();
        }
        if (received.chunks().stream().anyMatch(chunk -> isLast(received.format(), chunk))
                || StreamErrors.first(response).isPresent()) {
            return Ending.COMPLETE;
        }
        return ChatAnswers.isFinished(response, choices) ? received.ending() : Ending.CUT;
    }

    /** How many choices are asked for: {@code n} for each prompt. */
    private static long choices(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        long prompts = body.get("prompt").stream()
                .flatMap(prompt -> prompt.items().stream())
                .filter(prompt -> !(prompt instanceof Json.JsonNumber))
                .count();
        String n = body.get("n")
                .map(count -> count instanceof Json.JsonNumber number ? number.spelling() : "")
                .orElse("");
        return Math.max(1, prompts) * (n.matches("[1-9]\\d{0,3}") ? Long.parseLong(n) : 1);
    }

    /** Some tell of an error in the choice that has failed. */
    @Override
    public int status(ParsedResponse response) {
        int status = StreamErrors.status(response);
        return status < 400 ? ChatAnswers.failure(response).orElse(status) : status;
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, ChatAnswers::texts);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        Json prompt = body.get("prompt").orElse(Json.NULL);
        Stream<ChatMessage> prompts = Stream.concat(Stream.of(prompt), prompt.items().stream())
                .flatMap(text -> text.string().stream())
                .map(text -> ChatMessage.of("user", new MessagePart.Text(text)));
        return Stream.concat(prompts, ChatMessages.of(body.get("messages").orElse(Json.NULL)).stream())
                .toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return ChatAnswers.answered(response);
    }
}
