package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Request;
import io.reprise.core.family.ModelOperation;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelOperationsTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, openai, chat",
        "/v1/completions, openai, text_completion",
        "/v1/responses, openai, chat",
        "/v1/embeddings, openai, embeddings",
        "/v1/messages, anthropic, chat",
        "/v1/complete, anthropic, text_completion",
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent, gcp.gemini, generate_content",
        "/v1beta/models/text-embedding-004:embedContent, gcp.gemini, embeddings",
        "/model/m/converse-stream, aws.bedrock, chat",
        "/model/m/invoke, aws.bedrock, chat",
        "/v2/chat, cohere, chat",
        "/v2/embed, cohere, embeddings",
        "/api/chat, ollama, chat",
        "/api/generate, ollama, text_completion",
        "/api/embed, ollama, embeddings"
    })
    void hasTheWordsOfOpenTelemetry(String path, String provider, String operation) {
        assertThat(ModelOperations.of(ApiFamilies.of(Request.post(path, "{}"))))
                .contains(new ModelOperation(provider, operation));
    }

    @Test
    void hasNoWordsForWhatAsksNoModel() {
        assertThat(ModelOperations.of(ApiFamilies.of(Request.get("/v1/models"))))
                .isEqualTo(Optional.empty());
        assertThat(ModelOperations.of(ApiFamilies.of(Request.post("/v1/messages/count_tokens", "{}"))))
                .isEqualTo(Optional.empty());
    }
}
