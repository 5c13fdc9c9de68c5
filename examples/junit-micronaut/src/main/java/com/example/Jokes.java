package com.example;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks a model for jokes, without any SDK. It knows nothing of tests. */
@Singleton
class Jokes {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String baseUrl;
    private final String key;

    Jokes(@Value("${jokes.base-url}") String baseUrl, @Value("${jokes.api-key}") String key) {
        this.baseUrl = baseUrl;
        this.key = key;
    }

    String about(String subject) throws IOException, InterruptedException {
        String body =
                """
                {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Tell me a joke about %s."}]}
                """
                        .formatted(subject);
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body() : "I know no joke today.";
    }
}
