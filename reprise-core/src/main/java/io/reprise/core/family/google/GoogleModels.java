package io.reprise.core.family.google;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.part.ModelList;
import java.util.List;

/** The lists of models under Google's versions. {@code GET /v1/models} is one that many APIs have. */
public final class GoogleModels {
    public static final ApiFamily BETA = list("/v1beta/models", "models");
    public static final ApiFamily ALPHA = list("/v1alpha/models", "models");
    public static final ApiFamily VERTEX = list("/publishers/google/models", "publisherModels");

    private GoogleModels() {}

    private static ApiFamily list(String path, String member) {
        return new ModelList(
                path,
                List.of(new ModelListShape(member, List.of("name"))),
                (status, code, message) -> GoogleErrors.error(status, message));
    }
}
