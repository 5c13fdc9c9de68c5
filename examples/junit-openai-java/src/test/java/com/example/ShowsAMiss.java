package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Test
    void tellsAJoke(Reprise reprise) {
        var openai = OpenAIOkHttpClient.builder()
                .baseUrl(reprise.baseUrl() + "/v1")
                .apiKey(System.getenv().getOrDefault("OPENAI_API_KEY", "none"))
                .build();

        assertNotNull(new Assistant(openai).jokeAbout("dogs")); // passes without Reprise: the assistant catches the error
    }
}
