package io.reprise.core.family.ollama;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.part.Route;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** What Ollama does with models but ask them: it shows, pulls, pushes, makes, copies and deletes them. Progress is streamed. */
public final class OllamaModels implements OllamaApi {
    public static final ApiFamily FAMILY = new OllamaModels();

    private static final List<Route> ROUTES = Stream.concat(
                    Stream.of("show", "pull", "push", "create", "copy", "blobs/{digest}")
                            .map(name -> Route.of("POST HEAD", "/api/" + name)),
                    Stream.of(
                            Route.of("GET", "/api/ps"),
                            Route.of("GET", "/api/version"),
                            Route.of("DELETE", "/api/delete")))
            .toList();

    private OllamaModels() {}

    @Override
    public String name() {
        return "ollama-models";
    }

    @Override
    public boolean covers(String method, String path) {
        return ROUTES.stream().anyMatch(route -> route.covers(method, path));
    }

    @Override
    public boolean isPart(Json line) {
        return line.get("status").isPresent();
    }

    @Override
    public boolean isLast(Json line) {
        return line.text("status").equals("success");
    }

    /** Only to show one changes nothing; to pull, make or copy one does. */
    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        return request.request().path().replaceAll(".*/api/([a-z]+).*", "$1");
    }
}
