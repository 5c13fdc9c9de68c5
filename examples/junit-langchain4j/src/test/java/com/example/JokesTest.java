package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.model.openai.OpenAiChatModel;
import io.reprise.junit.Reprise;
import io.reprise.junit.RepriseTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RepriseTest(upstream = "https://api.openai.com/v1")
class JokesTest {
    @ParameterizedTest
    @CsvSource({"chickens, chicken", "cats, meow"})
    void tellsAJoke(String subject, String word, Reprise reprise) {
        var jokes = new Jokes(OpenAiChatModel.builder()
                .baseUrl(reprise.baseUrl() + "/v1")
                .apiKey(System.getenv().getOrDefault("OPENAI_API_KEY", "none"))
                .modelName("gpt-4o-mini")
                .build());

        assertTrue(jokes.about(subject).contains(word));

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays(subject);
    }
}
