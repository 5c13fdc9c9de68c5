package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.reprise.junit.RepriseTest;
import io.reprise.junit.RepriseTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@QuarkusTest
@WithTestResource(RepriseTestResource.class)
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Inject
    Jokes jokes;

    @Test
    void tellsAJoke() {
        assertNotNull(jokes.about("dogs")); // passes without Reprise: the service catches the error
    }
}
