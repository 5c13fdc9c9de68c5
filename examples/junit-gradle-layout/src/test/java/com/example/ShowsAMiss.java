package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. */
@Tag("fails")
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Test
    void tellsAJoke(Reprise reprise) throws Exception {
        Jokes jokes =
                new Jokes(reprise.baseUrl() + "/v1", System.getenv().getOrDefault("OPENAI_API_KEY", "none"));

        assertNotNull(jokes.about("dogs")); // passes without Reprise: an error is an answer, too
    }
}
