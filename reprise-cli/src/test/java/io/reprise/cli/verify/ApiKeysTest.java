package io.reprise.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.server.upstream.Upstream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final Map<String, String> ALL = Stream.of(
                    "OPENAI_API_KEY",
                    "AZURE_OPENAI_API_KEY",
                    "GROQ_API_KEY",
                    "TOGETHER_API_KEY",
                    "ANTHROPIC_API_KEY",
                    "CO_API_KEY",
                    "MISTRAL_API_KEY",
                    "GOOGLE_API_KEY",
                    "AWS_BEARER_TOKEN_BEDROCK",
                    "AWS_ACCESS_KEY_ID",
                    "OPENAI_ADMIN_KEY")
            .collect(Collectors.toMap(name -> name, name -> "value-of-" + name));

    private static final ApiFamily CHAT = ApiFamilies.of(Request.post("/v1/chat/completions", "{}"));

    private static String sent(String url, String path, Map<String, String> environment) {
        ApiFamily family = ApiFamilies.of(Request.post(path, "{}"));
        return new ApiKeys(environment)
                .of(Upstream.parse(url), family)
                .map(key -> key.field().name() + ": " + key.field().value())
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, /v1/chat/completions, authorization: Bearer value-of-OPENAI_API_KEY",
        "https://x.openai.azure.com/openai, /openai/deployments/d/chat/completions, api-key: value-of-AZURE_OPENAI_API_KEY",
        "https://api.groq.com/openai/v1, /openai/v1/chat/completions, authorization: Bearer value-of-GROQ_API_KEY",
        "https://api.together.xyz/v1, /v1/chat/completions, authorization: Bearer value-of-TOGETHER_API_KEY",
        "https://api.mistral.ai/v1, /v1/chat/completions, authorization: Bearer value-of-MISTRAL_API_KEY",
        "https://api.anthropic.com, /v1/messages, x-api-key: value-of-ANTHROPIC_API_KEY",
        "https://api.cohere.com, /v2/chat, authorization: Bearer value-of-CO_API_KEY",
        "https://generativelanguage.googleapis.com, /v1beta/models/g:generateContent, x-goog-api-key: value-of-GOOGLE_API_KEY",
        "https://bedrock-runtime.us-east-1.amazonaws.com, /model/m/converse, authorization: Bearer value-of-AWS_BEARER_TOKEN_BEDROCK",
        "http://127.0.0.1:11434, /api/chat, none",
        "http://localhost:8000/v1, /v1/chat/completions, none",
        "https://openai-gateway.corp.example/v1, /v1/chat/completions, none",
        "https://openai.example.com/v1, /v1/chat/completions, none",
        "https://evil.com/openai/v1, /v1/chat/completions, none",
        "https://aiplatform.googleapis.com, /v1/projects/p/locations/l/publishers/google/models/g:generateContent, none"
    })
    void sendsAKeyOnlyToWhomItIsFor(String url, String path, String expected) {
        assertThat(sent(url, path, ALL)).isEqualTo(expected);
    }

    @Test
    void sendsATokenAsBearer() {
        assertThat(sent("https://api.anthropic.com", "/v1/messages", Map.of("ANTHROPIC_AUTH_TOKEN", "t")))
                .isEqualTo("authorization: Bearer t");
        assertThat(sent("https://x.openai.azure.com", "/v1/chat/completions", Map.of("AZURE_OPENAI_AD_TOKEN", "t")))
                .isEqualTo("authorization: Bearer t");
    }

    @Test
    void findsNoKeyOfAnother() {
        assertThat(sent("https://api.groq.com/openai/v1", "/v1/chat/completions", Map.of("OPENAI_API_KEY", "k")))
                .isEqualTo("none");
        assertThat(sent("https://x.openai.azure.com", "/v1/chat/completions", Map.of("OPENAI_API_KEY", "k")))
                .isEqualTo("none");
    }

    @Test
    void leavesItToTheConfigurationWhereThatHasAKey() {
        Upstream upstream = new Upstream(
                "",
                URI.create("https://api.openai.com/v1"),
                List.of(),
                Headers.of("Authorization", "Bearer configured"));

        assertThat(new ApiKeys(ALL).of(upstream, CHAT)).isEmpty();
    }

    @Test
    void showsNoKey() {
        assertThat(new ApiKeys(ALL)
                        .of(Upstream.parse("https://api.openai.com/v1"), CHAT)
                        .map(ApiKey::toString))
                .contains("OPENAI_API_KEY in the header 'authorization'");
    }
}
