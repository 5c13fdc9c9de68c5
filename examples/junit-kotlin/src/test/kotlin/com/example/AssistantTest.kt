package com.example

import com.openai.client.okhttp.OpenAIOkHttpClient
import io.reprise.junit.Reprise
import io.reprise.junit.RepriseTest
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

fun assistant(baseUrl: String) = Assistant(
    OpenAIOkHttpClient.builder()
        .baseUrl("$baseUrl/v1")
        .apiKey(System.getenv("OPENAI_API_KEY") ?: "none")
        .build(),
)

@RepriseTest(upstream = ["https://api.openai.com/v1"])
class AssistantTest(private val reprise: Reprise) {
    private val assistant = assistant(reprise.baseUrl())

    @Test
    fun `tells a joke, in one request`() {
        assertTrue("chicken" in assistant.jokeAbout("chickens"))

        reprise.assertRequests().hasSize(1).askedModels("gpt-4o-mini").anySays("a joke about chickens")
        val (first) = reprise.requests()
        assertTrue(first.messages.all { it.role == "user" })
    }

    @ParameterizedTest
    @ValueSource(strings = ["cats", "a/b?"])
    fun `tells it`(subject: String) {
        assertTrue(assistant.jokeAbout(subject).isNotEmpty())
    }
}
