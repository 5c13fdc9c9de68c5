package io.reprise.core.family.openai;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;

class OpenAiModelsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OpenAiModels.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                Request.get("/v1/models"),
                "",
                "",
                whole("{'data':[{'id':'tiny','created':1}]}"),
                new Said("tiny", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/v1/models", "{}"), Request.get("/v1/models/tiny"), Request.get("/api/tags"));
    }
}
