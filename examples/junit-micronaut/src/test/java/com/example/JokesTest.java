package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@MicronautTest
@RepriseTest(upstream = "https://api.openai.com/v1")
class JokesTest {
    @Inject
    Jokes jokes;

    @Test
    void tellsAJoke(Reprise reprise) throws Exception {
        assertTrue(jokes.about("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens");
    }
}
