package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RepriseTest(upstream = "https://api.anthropic.com")
class JokesTest {
    private Jokes jokes;

    @BeforeEach
    void connect(Reprise reprise) {
        jokes = new Jokes(AnthropicOkHttpClient.builder()
                .baseUrl(reprise.baseUrl())
                .apiKey(System.getenv().getOrDefault("ANTHROPIC_API_KEY", "none"))
                .build());
    }

    @Test
    void tellsAJoke(Reprise reprise) {
        assertTrue(jokes.about("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("claude-haiku-4-5").anySays("a joke about chickens");
    }
}
