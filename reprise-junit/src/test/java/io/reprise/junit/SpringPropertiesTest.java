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
    void anUpstreamWithTheNameOfAnApiIsForIt() {
        assertThat(SpringProperties.baseUrls("http://here/t/a", List.of("anthropic"), name -> false))
                .containsEntry("spring.ai.anthropic.base-url", "http://here/t/a/u/anthropic")
                .containsEntry("spring.ai.openai.base-url", "http://here/t/a");
    }
}
