package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RepriseTest(upstream = "https://api.openai.com/v1")
class AssistantTest {
    private Assistant assistant;

    @BeforeEach
    void connect(Reprise reprise) {
        assistant = new Assistant(OpenAIOkHttpClient.builder()
                .baseUrl(reprise.baseUrl() + "/v1")
                .apiKey(System.getenv().getOrDefault("OPENAI_API_KEY", "none"))
                .build());
    }

    @Test
    void tellsAJoke(Reprise reprise) {
        assertTrue(assistant.jokeAbout("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens");
    }
}
