package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameworkPropertiesTest {
    private static final String URL = "http://here/t/a";

    @Test
    void quarkusIsToldOfExtensionsThatAreThereAndOfTheirNamedModels() {
        List<String> names = List.of(
                "quarkus.langchain4j.openai.api-key",
                "quarkus.langchain4j.openai.cheap.api-key",
                "quarkus.langchain4j.openai.\"my model\".base-url",
                "quarkus.langchain4j.openai.chat-model.model-name",
                "quarkus.langchain4j.anthropic.other.api-key");

        assertThat(QuarkusProperties.of(URL, List.of(), List.of("openai", "chroma"), names))
                .isEqualTo(Map.of(
                        "reprise.base-url", URL,
                        "quarkus.langchain4j.openai.base-url", URL,
                        "quarkus.langchain4j.openai.cheap.base-url", URL,
                        "quarkus.langchain4j.openai.\"my model\".base-url", URL));
    }

    @Test
    void anUpstreamWithTheNameOfAnApiIsForItInQuarkus() {
        assertThat(QuarkusProperties.of(URL, List.of("anthropic"), List.of("openai", "anthropic"), List.of()))
                .isEqualTo(Map.of(
                        "reprise.base-url", URL,
                        "quarkus.langchain4j.openai.base-url", URL,
                        "quarkus.langchain4j.anthropic.base-url", URL + "/u/anthropic"));
    }

    @Test
    void micronautIsToldOfApisThatTheApplicationUses() {
        assertThat(MicronautProperties.of(URL, List.of("openai"), Map.of("langchain4j.open-ai.api-key", "none")))
                .isEqualTo(Map.of("reprise.base-url", URL, "langchain4j.open-ai.base-url", URL + "/u/openai"));
    }

    @Test
    void theUrlOfAnApplicationIsReadAsItWasWritten() {
        ApplicationUrl url = ApplicationUrl.ofNewOne("http://127.0.0.1:8000");

        assertThat(ApplicationUrl.parse(url.toString())).isEqualTo(url);
        assertThat(url.alias()).startsWith("context-");
    }
}
