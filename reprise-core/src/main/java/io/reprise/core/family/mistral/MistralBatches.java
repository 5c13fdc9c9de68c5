package io.reprise.core.family.mistral;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.family.openai.ChatMessages;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Route;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v1/batch/jobs}: many requests that are answered some time later. */
public final class MistralBatches implements OpenAiApi {
    public static final ApiFamily FAMILY = new MistralBatches();

    private static final List<Route> ROUTES = List.of(
            Route.of("GET POST", "/batch/jobs"),
            Route.of("GET DELETE", "/batch/jobs/{id}"),
            Route.of("POST", "/batch/jobs/{id}/cancel"));

    private static final Set<String> FILES = Set.of("input_files", "output_file", "error_file");

    private MistralBatches() {}

    @Override
    public String name() {
        return "mistral-batches";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    private static List<Json> requests(ParsedRequest request) {
        return request.json().orElse(Json.NULL).list("requests").stream()
                .flatMap(each -> each.get("body").stream())
                .toList();
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        return requests(request).stream()
                .map(body -> Titles.ofMessages(body.list("messages")))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Override
    public Optional<Volatility> volatility(String path, String name) {
        return FILES.contains(name) ? Optional.of(Volatility.ID) : OpenAiApi.super.volatility(path, name);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return requests(request).stream()
                .flatMap(body -> ChatMessages.of(body.get("messages").orElse(Json.NULL)).stream())
                .toList();
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }
}
