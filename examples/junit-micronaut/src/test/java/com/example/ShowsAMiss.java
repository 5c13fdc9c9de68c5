package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.reprise.junit.RepriseTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@MicronautTest
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Inject
    Jokes jokes;

    @Test
    void tellsAJoke() throws Exception {
        assertNotNull(jokes.about("dogs")); // passes without Reprise: the service takes the error for an answer
    }
}
