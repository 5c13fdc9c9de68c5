package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@RepriseTest(upstream = "https://api.anthropic.com")
class ShowsAMiss {
    @Test
    void tellsAJoke(Reprise reprise) {
        var anthropic = AnthropicOkHttpClient.builder()
                .baseUrl(reprise.baseUrl())
                .apiKey(System.getenv().getOrDefault("ANTHROPIC_API_KEY", "none"))
                .build();

        assertNotNull(new Jokes(anthropic).about("dogs")); // passes without Reprise: the error is caught
    }
}
