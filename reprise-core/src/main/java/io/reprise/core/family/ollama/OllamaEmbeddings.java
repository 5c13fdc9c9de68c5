package io.reprise.core.family.ollama;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Route;
import io.reprise.core.family.part.TokenCounts;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/embed}, and {@code POST /api/embeddings}, which came before it. */
public final class OllamaEmbeddings implements OllamaApi {
    public static final ApiFamily FAMILY = new OllamaEmbeddings();

    private static final Route EMBED = Route.of("POST", "/api/embed");
    private static final Route EMBEDDINGS = Route.of("POST", "/api/embeddings");

    private OllamaEmbeddings() {}

    @Override
    public String name() {
        return "ollama-embed";
    }

    @Override
    public boolean covers(String method, String path) {
        return EMBED.covers(method, path) || EMBEDDINGS.covers(method, path);
    }

    @Override
    public boolean isPart(Json line) {
        return false;
    }

    @Override
    public boolean isLast(Json line) {
        return false;
    }

    private static Json input(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        return body.get("input").or(() -> body.get("prompt")).orElse(Json.NULL);
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(input(request));
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json input = input(request);
        return (input instanceof Json.JsonString ? List.of(input) : input.items())
                .stream()
                        .flatMap(text -> text.string().stream())
                        .map(text -> ChatMessage.of("user", new MessagePart.Text(text)))
                        .toList();
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> lists = new ArrayList<>();
        response.values().forEach(answer -> {
            answer.list("embeddings").forEach(list -> lists.add(NumberLists.of(list)));
            answer.get("embedding").ifPresent(list -> lists.add(NumberLists.of(list)));
        });
        return lists.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", lists));
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }

    @Override
    public Optional<TokenUsage> usage(ParsedResponse response) {
        return TokenCounts.of(response, "eval_count", (answer, counts) -> counts.input(answer, "prompt_eval_count"));
    }
}
