package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;

@RepriseTest(upstream = "https://api.openai.com/v1")
class JokesTest {
    @Test
    void tellsAJoke(Reprise reprise) throws Exception {
        Jokes jokes =
                new Jokes(reprise.baseUrl() + "/v1", System.getenv().getOrDefault("OPENAI_API_KEY", "none"));

        assertTrue(jokes.about("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens");
    }
}
