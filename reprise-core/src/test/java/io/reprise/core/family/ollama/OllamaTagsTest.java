package io.reprise.core.family.ollama;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import java.util.Optional;

class OllamaTagsTest extends ApiFamilyContract {

    @Override
    protected ApiFamily family() {
        return OllamaTags.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                Request.get("/api/tags"),
                "",
                "",
                whole("{'models':[{'name':'tiny:latest','size':1}]}"),
                new Said("tiny:latest", Optional.empty())));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(post("/api/tags", "{}"), Request.get("/v1/models"), post("/api/chat", "{}"));
    }
}
