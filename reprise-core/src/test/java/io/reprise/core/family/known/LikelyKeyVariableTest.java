package io.reprise.core.family.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelyKeyVariableTest {
    private static final String BEARER = "Bearer no-key-is-needed-in-replay";
    private static final String PLAIN = "no-key-is-needed-in-replay";

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY,           /v1/chat/completions,        authorization,  OpenAI/JS 6.1,             gateway.example",
        "OPENAI_API_KEY,           /v1/chat/completions,        authorization,  curl/8,                    gateway.example",
        "OPENAI_API_KEY,           /v1/chat/completions,        authorization,  OpenAI/Python 2,           api.mistral.ai",
        "MISTRAL_API_KEY,          /v1/chat/completions,        authorization,  mistral-client-python/1.9, api.mistral.ai",
        "GROQ_API_KEY,             /openai/v1/chat/completions, authorization,  Groq/Python 1,             127.0.0.1",
        "GROQ_API_KEY,             /openai/v1/chat/completions, authorization,  node,                      api.groq.com",
        "AZURE_OPENAI_API_KEY,     /v1/chat/completions,        api-key,        AzureOpenAI/JS 6.1,        127.0.0.1",
        "AZURE_OPENAI_API_KEY,     /v1/chat/completions,        api-key,        node,                      127.0.0.1",
        "ANTHROPIC_API_KEY,        /v1/messages,                x-api-key,      node,                      127.0.0.1",
        "ANTHROPIC_API_KEY,        /v1/models,                  x-api-key,      node,                      127.0.0.1",
        "GOOGLE_API_KEY,           /v1beta/models/m:generateContent, x-goog-api-key, node,                 127.0.0.1",
        "AWS_BEARER_TOKEN_BEDROCK, /model/m/converse,           authorization,  node,                      127.0.0.1",
        "CO_API_KEY,               /v2/chat,                    authorization,  node,                      api.cohere.com",
        "OPENAI_API_KEY,           /elsewhere,                  authorization,  node,                      127.0.0.1",
    })
    void isToldByClientPlacePathAndHost(String variable, String path, String place, String client, String host) {
        String key = place.equals("authorization") ? BEARER : PLAIN;
        Request request = new Request("POST", path, "", Headers.of(place, key, "user-agent", client), Bytes.utf8("{}"));

        assertThat(LikelyKeyVariable.of(request, host)).isEqualTo(variable);
    }
}
