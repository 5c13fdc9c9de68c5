package io.reprise.core.family.amazon;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.part.ModelList;
import java.util.List;

/** Bedrock's {@code ListFoundationModels}. */
public final class BedrockModels {
    public static final ApiFamily FAMILY = new ModelList(
            "/foundation-models",
            List.of(new ModelListShape("modelSummaries", List.of("modelId"))),
            (status, code, message) -> BedrockErrors.error(status, message));

    private BedrockModels() {}
}
