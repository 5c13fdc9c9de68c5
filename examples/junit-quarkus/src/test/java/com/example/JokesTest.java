package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import io.reprise.junit.RepriseTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RepriseTestResource.class)
@RepriseTest(upstream = "https://api.openai.com/v1")
class JokesTest {
    @Inject
    Jokes jokes;

    @Test
    void tellsAJoke(Reprise reprise) {
        assertTrue(jokes.about("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens");
    }
}
