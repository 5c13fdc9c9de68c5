package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@SpringBootTest
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Autowired
    private Jokes jokes;

    @Test
    void tellsAJoke() {
        assertNotNull(jokes.about("dogs")); // passes without Reprise: the service catches the error
    }
}
