package io.reprise.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpringPropertiesTest {
    @Test
    void springAiIsAlwaysToldAndLangChain4jOnlyForModelsThatAreUsed() {
        Set<String> set =
                Set.of("langchain4j.open-ai.chat-model.api-key", "langchain4j.google-ai-gemini.chat-model.api-key");

        assertThat(SpringProperties.baseUrls("http://here/t/a", List.of(), set::contains))
                .containsEntry("spring.ai.openai.base-url", "http://here/t/a")
                .containsEntry("spring.ai.anthropic.base-url", "http://here/t/a")
                .containsEntry("langchain4j.open-ai.chat-model.base-url", "http://here/t/a")
                .containsEntry("langchain4j.google-ai-gemini.chat-model.base-url", "http://here/t/a/v1beta")
                .doesNotContainKey("langchain4j.ollama.chat-model.base-url")
                .doesNotContainKey("langchain4j.open-ai.embedding-model.base-url");
    }

    @Test
    void whatAnApplicationSaysOfOneModelIsReplaced() {
        Set<String> set = Set.of(
                "spring.ai.openai.embedding.base-url",
                "spring.ai.azure.openai.endpoint",
                "langchain4j.azure-open-ai.chat-model.endpoint");

        assertThat(SpringProperties.baseUrls("http://here/t/a", List.of("azure"), set::contains))
                .containsEntry("spring.ai.openai.embedding.base-url", "http://here/t/a")
                .containsEntry("spring.ai.azure.openai.endpoint", "http://here/t/a/u/azure")
                .containsEntry("langchain4j.azure-open-ai.chat-model.endpoint", "http://here/t/a/u/azure")
                .doesNotContainKey("spring.ai.openai.chat.base-url")
                .doesNotContainKey("langchain4j.azure-open-ai.embedding-model.endpoint");
    }

    @Test
    void anUpstreamWithTheNameOfAnApiIsForIt() {
        assertThat(SpringProperties.baseUrls("http://here/t/a", List.of("anthropic"), name -> false))
                .containsEntry("spring.ai.anthropic.base-url", "http://here/t/a/u/anthropic")
                .containsEntry("spring.ai.openai.base-url", "http://here/t/a");
    }
}
