package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@RepriseTest(upstream = "https://api.openai.com/v1")
class JokesTest {
    @Autowired
    private Jokes jokes;

    @Test
    void tellsAJoke(Reprise reprise) {
        assertTrue(jokes.about("chickens").contains("chicken"));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens");
    }
}
