package io.reprise.core.family.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ApiFamilyContract;
import io.reprise.core.family.Volatility;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleResourcesTest extends ApiFamilyContract {
    @Override
    protected ApiFamily family() {
        return GoogleResources.FAMILY;
    }

    @Override
    protected List<Example> examples() {
        return List.of(
                new Example(
                        post("/upload/v1beta/files", "{'file':{'displayName':'a small picture'}}"),
                        "",
                        "a small picture",
                        whole(
                                "{'file':{'name':'files/abc','uri':'https://host/v1beta/files/abc','createTime':'2026-01-02T03:04:05Z','sizeBytes':'7'}}"),
                        Said.NOTHING),
                new Example(
                        post(
                                "/v1beta/cachedContents",
                                "{'model':'models/gemini-x','contents':[{'role':'user','parts':[{'text':'long text'}]}],'ttl':'60s'}"),
                        "gemini-x",
                        "long text",
                        whole(
                                "{'name':'cachedContents/abc','model':'models/gemini-x','expireTime':'2026-01-02T03:04:05Z'}"),
                        Said.NOTHING));
    }

    @Override
    protected List<Request> foreign() {
        return List.of(
                Request.get("/v1/files"),
                Request.get("/v1/batches/b"),
                Request.get("/v1beta/models"),
                Request.get("/v1beta/models/gemini-x"),
                post("/v1beta/models/gemini-x:generateContent", "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                              name,       ID",
        ".files[],                        uri,        ID",
        ".response,                       documentName, ID",
        ".file,                           expirationTime, TIME",
        "'',                              displayName, ",
        ".customMetadata[],               name,       ",
        ".response.inlinedResponses[].response.candidates[].content.parts[], thoughtSignature, STATE",
        ".response.inlinedResponses[].candidates[].content.parts[].functionCall, name, ",
    })
    void takesNamesOfResourcesForIds(String path, String name, Volatility why) {
        assertThat(family().volatility(path, name)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void hasListsOfModelsOfItsOwn() {
        assertThat(GoogleModels.BETA.covers("GET", "/v1beta/models")).isTrue();
        assertThat(GoogleModels.BETA.covers("GET", "/v1beta/openai/models")).isFalse();
        assertThat(GoogleModels.VERTEX.covers("GET", "/v1beta1/publishers/google/models"))
                .isTrue();
        assertThat(GoogleModels.BETA.error(404, "c", "m").text("error", "status"))
                .isEqualTo("NOT_FOUND");
    }
}
