package io.reprise.core.family.openai.responses;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.EventTypes;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * OpenAI's conversations, which are lists of items that responses continue; and Mistral's at the same paths, which answer what is
 * put in.
 */
public final class OpenAiConversations implements OpenAiApi {
    public static final OpenAiConversations FAMILY = new OpenAiConversations();

    private static final List<Route> ROUTES = List.of(
            Route.belowVersion("POST", "/conversations"),
            Route.belowVersion("GET POST DELETE", "/conversations/{id}"),
            Route.belowVersion("GET POST", "/conversations/{id}/items"),
            Route.belowVersion("GET", "/conversations/{id}/history"),
            Route.belowVersion("GET", "/conversations/{id}/messages"),
            Route.belowVersion("POST", "/conversations/{id}/restart"),
            Route.belowVersion("GET DELETE", "/conversations/{id}/items/{item}"));

    private static final EventTypes LAST = new EventTypes("conversation.response.done");

    private OpenAiConversations() {}

    @Override
    public String name() {
        return "openai-conversations";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        Json items = items(request);
        String title = items.string().isPresent() ? Titles.of(items) : Titles.ofMessages(items.items());
        return title.isEmpty()
                ? Route.action(
                        ROUTES, request.request().method(), request.request().path())
                : title;
    }

    private static Json items(ParsedRequest request) {
        return request.json()
                .flatMap(body -> body.get("items").or(() -> body.get("inputs")))
                .orElse(Json.NULL);
    }

    @Override
    public boolean isLast(StreamFormat format, Chunk chunk) {
        return LAST.isOneOf(format, chunk);
    }

    @Override
    public Ending ending(ParsedResponse response) {
        return StreamErrors.ending(this, response);
    }

    @Override
    public int status(ParsedResponse response) {
        return response.response().isStream()
                ? StreamErrors.status(response)
                : response.response().status();
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return new ResponseItems().messages(items(request));
    }

    /** The items of a list or of an answer, or one item; of a stream, its text. */
    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        ResponseItems items = new ResponseItems();
        List<ChatMessage> messages = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        response.values().forEach(payload -> {
            if (response.response().isStream()) {
                text.append(ContentParts.text(payload.get("content").orElse(Json.NULL)));
            } else {
                messages.addAll(items.messages(list(payload)));
            }
        });
        if (!text.isEmpty()) {
            messages.add(ChatMessage.of("assistant", new MessagePart.Text(text.toString())));
        }
        return messages;
    }

    private static Json list(Json payload) {
        return Stream.of("data", "outputs", "entries", "messages")
                .flatMap(name -> payload.get(name).stream())
                .filter(list -> list instanceof Json.JsonArray)
                .findFirst()
                .orElseGet(() -> new Json.JsonArray(List.of(payload)));
    }
}
