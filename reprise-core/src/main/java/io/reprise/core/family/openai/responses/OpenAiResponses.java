package io.reprise.core.family.openai.responses;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.PlainChunk;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.openai.OpenAiErrors;
import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.family.part.EventTypes;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's responses: asked for, and what is done with those that are stored. */
public final class OpenAiResponses implements OpenAiApi {
    /** Answers are responses that are made now. */
    public static final OpenAiResponses CREATED = new OpenAiResponses(List.of(
            Route.of("POST", "/responses"),
            Route.of("POST", "/responses/compact"),
            Route.of("POST", "/responses/input_tokens")));

    /** Answers tell of responses that were made before, or are being made in the background. */
    public static final OpenAiResponses STORED = new OpenAiResponses(List.of(
            Route.of("GET DELETE", "/responses/{id}"),
            Route.of("POST", "/responses/{id}/cancel"),
            Route.of("GET", "/responses/{id}/input_items")));

    private static final String FAILED = "response.failed";
    private static final Bytes FAILED_MARK = Bytes.utf8(FAILED);

    private final List<Route> routes;

    private OpenAiResponses(List<Route> routes) {
        this.routes = routes;
    }

    @Override
    public String name() {
        return "openai-responses";
    }

    @Override
    public boolean covers(String method, String path) {
        return routes.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public String title(ParsedRequest request) {
        Json input = request.json().flatMap(body -> body.get("input")).orElse(Json.NULL);
        String title = input.string().isPresent() ? Titles.of(input) : Titles.ofMessages(messages(input));
        return title.isEmpty() && this == STORED
                ? Route.action(
                        routes, request.request().method(), request.request().path())
                : title;
    }

    private static List<Json> messages(Json input) {
        return input.items().stream()
                .filter(item -> item.get("role").isPresent())
                .toList();
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return ResponseEvents.LAST.isOneOf(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    /** A stored response that has failed is a fact, and not a failure to tell it. */
    @Override
    public int status(ParsedResponse response) {
        boolean isTold = this == STORED && !response.response().isStream();
        if (isTold || response.response().status() >= 400) {
            return response.response().status();
        }
        return this == STORED
                ? StreamErrors.status(response)
                : failure(response).map(ErrorStatus::of).orElseGet(() -> StreamErrors.status(response));
    }

    private static Optional<Json> failure(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        for (int i = chunks.size() - 1; i >= 0; i--) {
            if (chunks.get(i).bytes().contains(FAILED_MARK)) {
                Optional<Json> failed = response.values(i)
                        .filter(payload ->
                                EventTypes.type(payload).filter(FAILED::equals).isPresent())
                        .findFirst();
                if (failed.isPresent()) {
                    return Optional.of(failed.get()
                            .get("response")
                            .flatMap(object -> object.get("error"))
                            .orElse(Json.NULL));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, ResponseEvents::texts);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<ChatMessage> messages = new ArrayList<>();
        body.get("instructions")
                .flatMap(Json::string)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> messages.add(ChatMessage.of("system", new MessagePart.Text(text))));
        messages.addAll(new ResponseItems().messages(body.get("input").orElse(Json.NULL)));
        return messages;
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        return ResponseEvents.answered(response);
    }

    @Override
    public PlainChunk errorChunk(Json error) {
        return OpenAiErrors.event(error);
    }
}
