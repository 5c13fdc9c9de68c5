package io.reprise.core.family.ollama;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.part.ModelList;
import java.util.List;

/** Ollama's {@code GET /api/tags} (its API documentation, "List Local Models"). */
public final class OllamaTags {
    public static final ApiFamily FAMILY = new ModelList(
            "/api/tags",
            List.of(new ModelListShape("models", List.of("model", "name"))),
            (status, code, message) -> OllamaErrors.error(message));

    private OllamaTags() {}
}
