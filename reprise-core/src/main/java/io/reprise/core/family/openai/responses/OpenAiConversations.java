package io.reprise.core.family.openai.responses;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Route;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's conversations: lists of items that responses continue. */
public final class OpenAiConversations implements OpenAiApi {
    public static final OpenAiConversations FAMILY = new OpenAiConversations();

    private static final List<Route> ROUTES = List.of(
            Route.belowVersion("POST", "/conversations"),
            Route.belowVersion("GET POST DELETE", "/conversations/{id}"),
            Route.belowVersion("GET POST", "/conversations/{id}/items"),
            Route.belowVersion("GET DELETE", "/conversations/{id}/items/{item}"));

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
    public String title(ParsedRequest request) {
        String title = Titles.ofMessages(items(request).items());
        return title.isEmpty()
                ? Route.action(
                        ROUTES, request.request().method(), request.request().path())
                : title;
    }

    private static Json items(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("items")).orElse(Json.NULL);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return new ResponseItems().messages(items(request));
    }

    /** The items of a list, or one item. */
    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < response.response().chunks().size(); i++) {
            response.values(i)
                    .forEach(payload -> messages.addAll(new ResponseItems()
                            .messages(payload.get("data")
                                    .filter(data -> data instanceof Json.JsonArray)
                                    .orElseGet(() -> new Json.JsonArray(List.of(payload))))));
        }
        return messages;
    }
}
