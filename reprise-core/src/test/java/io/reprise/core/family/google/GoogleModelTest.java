package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoogleModelTest extends ApiFamilyContract {
    @Override
    protected ApiFamily family() {
        return GoogleResources.MODEL;
    }

    @Override
    protected List<Example> examples() {
        return List.of(new Example(
                Request.get("/v1beta/models/gemini-x"),
                "gemini-x",
                "",
                whole("{'displayName':'Gemini X'}"),
                Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1beta/models"),
                Request.get("/v1beta/models/veo-x/operations/abc"),
                Request.get("/v1beta/tunedModels/mine"),
                post("/v1beta/models/gemini-x:batchGenerateContent", "{}"));
    }

    @Test
    void hasANameThatIsNoId() {
        assertThat(family().volatility("", "name")).isEmpty();
    }
}
