package io.reprise.core.family.ollama;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelList;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.json.Json;
import java.util.List;

/** Ollama's {@code GET /api/tags} (its API documentation, "List Local Models"). */
public final class OllamaTags {
    public static final ApiFamily FAMILY = new ModelList(
            "/api/tags", List.of(new ModelListShape("models", List.of("model", "name"))), OllamaTags::error);

    private OllamaTags() {}

    private static Json error(int status, String code, String message) {
        return new Json.JsonObject(List.of(new Json.Member("error", new Json.JsonString(message))));
    }
}
