package io.reprise.core.family.cohere;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.JsonPayloads;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.ChatMessages;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import io.reprise.core.stream.StreamFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cohere's chat in both versions, and its {@code /v1/generate}. A stream is complete with {@code message-end}. */
public final class CohereChat implements CohereApi {
    public static final ApiFamily FAMILY = new CohereChat();

    private static final List<Route> ROUTES =
            List.of(Route.of("POST", "/v2/chat"), Route.of("POST", "/v1/chat"), Route.of("POST", "/v1/generate"));

    /** Lines of JSON, which the first version sends unless events are asked for. */
    private static final String LINES = "application/stream+json";

    private CohereChat() {}

    @Override
    public String name() {
        return "cohere-chat";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String title = Titles.ofMessages(body.list("messages"));
        return title.isEmpty()
                ? Titles.of(body.get("message").or(() -> body.get("prompt")).orElse(Json.NULL))
                : title;
    }

    @Override
    public StreamFormat format(Request request, String contentType) {
        return StreamFormats.KNOWN.of(contentType.startsWith(LINES) ? "application/x-ndjson" : contentType);
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return format.isEndMark(chunk.bytes())
                || JsonPayloads.values(format, chunk).anyMatch(CohereEvents::isLast);
    }

    /** Other servers have streams of other kinds at this path: where no event is one of Cohere's, nothing is known of the end. */
    @Override
    public Ending ending(ParsedResponse response) {
        Response received = response.response();
        Ending byMark = StreamErrors.ending(this, response);
        boolean isForeign = !received.chunks().isEmpty()
                && events(response).map(CohereEvents::type).noneMatch(type -> type.contains("-"));
        return byMark == Ending.CUT && isForeign ? received.ending() : byMark;
    }

    private static Stream<Json> events(ParsedResponse response) {
        return IntStream.range(0, response.response().chunks().size()).boxed().flatMap(response::values);
    }

    /** An answer may end with an error as its reason. */
    @Override
    public int status(ParsedResponse response) {
        int status = StreamErrors.status(response);
        return status >= 400 || !response.response().isStream()
                ? status
                : events(response)
                        .filter(CohereEvents::isLast)
                        .map(event -> event.text("delta", "finish_reason") + event.text("finish_reason"))
                        .map(CohereChat::statusOf)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(status);
    }

    private static Optional<Integer> statusOf(String reason) {
        return switch (reason) {
            case "ERROR" -> Optional.of(500);
            case "TIMEOUT" -> Optional.of(504);
            case "ERROR_LIMIT" -> Optional.of(400);
            default -> Optional.empty();
        };
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<ChatMessage> messages =
                new ArrayList<>(ChatMessages.of(body.get("messages").orElse(Json.NULL)));
        add("system", body.text("preamble"), messages);
        for (Json turn : body.list("chat_history")) {
            add(turn.text("role").toLowerCase(Locale.ROOT), turn.text("message"), messages);
        }
        add("user", body.text("message") + body.text("prompt"), messages);
        return messages;
    }

    private static void add(String role, String text, List<ChatMessage> messages) {
        if (!text.isEmpty()) {
            messages.add(ChatMessage.of(role, new MessagePart.Text(text)));
        }
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        AnswerBuilder answer = new AnswerBuilder();
        events(response).forEach(event -> CohereEvents.add(event, answer));
        return answer.messages();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, CohereEvents::texts);
    }
}
