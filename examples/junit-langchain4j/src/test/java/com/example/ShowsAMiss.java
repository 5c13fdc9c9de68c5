package com.example;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.langchain4j.model.openai.OpenAiChatModel;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.api.Test;

/** Fails on purpose: its recording is of a joke about cats. {@code mvn test} alone does not run it, because of its name. */
@RepriseTest(upstream = "https://api.openai.com/v1")
class ShowsAMiss {
    @Test
    void tellsAJoke(Reprise reprise) {
        var model = OpenAiChatModel.builder()
                .baseUrl(reprise.baseUrl() + "/v1")
                .apiKey(System.getenv().getOrDefault("OPENAI_API_KEY", "none"))
                .modelName("gpt-4o-mini")
                .build();

        assertNotNull(new Jokes(model).about("dogs")); // passes without Reprise: the error is caught
    }
}
