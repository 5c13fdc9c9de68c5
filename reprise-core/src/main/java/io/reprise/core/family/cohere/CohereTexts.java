package io.reprise.core.family.cohere;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Route;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cohere's embeddings, and its ranking of documents, which others offer at the same path. */
public final class CohereTexts implements CohereApi {
    public static final ApiFamily EMBED = new CohereTexts("cohere-embed", "/v2/embed", "/v1/embed");
    public static final ApiFamily RERANK = new CohereTexts("cohere-rerank", "/v2/rerank", "/v1/rerank");

    private final String name;
    private final List<Route> routes;

    private CohereTexts(String name, String... paths) {
        this.name = name;
        this.routes = Stream.of(paths).map(path -> Route.of("POST", path)).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        return routes.stream().anyMatch(route -> route.covers(method, path));
    }

    private static Json question(Json body) {
        return body.get("query")
                .or(() -> body.get("texts"))
                .or(() -> body.get("inputs"))
                .orElse(Json.NULL);
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(question(request.json().orElse(Json.NULL)));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        Json question = question(body);
        List<MessagePart> parts = new ArrayList<>();
        add(question, parts);
        question.items().forEach(text -> add(text, parts));
        body.list("documents").forEach(document -> add(document.get("text").orElse(document), parts));
        body.list("images")
                .forEach(image -> parts.add(
                        MessagePart.Media.ofUrl("image", image.string().orElse(""))));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    /** Adds a text, or what is embedded together: texts and images. */
    private static void add(Json item, List<MessagePart> parts) {
        item.string().ifPresent(text -> parts.add(new MessagePart.Text(text)));
        for (Json content : item.list("content")) {
            parts.add(
                    content.text("type").equals("image_url")
                            ? MessagePart.Media.ofUrl("image", content.text("image_url", "url"))
                            : new MessagePart.Text(content.text("text")));
        }
    }

    /** Embeddings are several lists of numbers, or several of each type. */
    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values()
                .forEach(payload -> add(payload, payload.get("embeddings").orElse(Json.NULL), parts));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static void add(Json payload, Json embeddings, List<MessagePart> parts) {
        Stream.concat(
                        embeddings.items().stream(),
                        embeddings.members().stream().flatMap(type -> type.value().items().stream()))
                .forEach(list -> parts.add(NumberLists.of(list)));
        for (Json result : payload.list("results")) {
            String rank = Stream.of("index", "relevance_score")
                    .flatMap(member -> result.get(member).stream())
                    .map(value -> value.write(Layout.COMPACT))
                    .reduce((index, score) -> index + ": " + score)
                    .orElse("");
            parts.add(new MessagePart.Text(rank));
        }
    }

    /** Answers repeat the texts that were asked about. */
    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }

    /** Clients of others read {@code error}. */
    @Override
    public Json error(int status, String code, String message) {
        return new JsonObjectBuilder()
                .with("message", message)
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("message", message)
                                .with("code", code)
                                .done())
                .done();
    }
}
