package io.reprise.core.family.openai;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.part.ModelList;
import java.util.List;

/** OpenAI's {@code GET /v1/models}, which many others have below a prefix of their own, some with a list of another shape. */
public final class OpenAiModels {
    public static final ApiFamily FAMILY = new ModelList(
            "/models",
            List.of(new ModelListShape("data", List.of("id")), new ModelListShape("models", List.of("model", "name"))),
            OpenAiErrors::error);

    private OpenAiModels() {}
}
