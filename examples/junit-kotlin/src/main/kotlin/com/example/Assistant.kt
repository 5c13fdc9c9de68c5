package com.example

import com.openai.client.OpenAIClient
import com.openai.errors.OpenAIServiceException
import com.openai.models.chat.completions.ChatCompletionCreateParams

/** Asks a model for jokes. It knows nothing of tests. */
class Assistant(private val openai: OpenAIClient) {
    fun jokeAbout(subject: String): String {
        val question = ChatCompletionCreateParams.builder()
            .model("gpt-4o-mini")
            .addUserMessage("Tell me a joke about $subject.")
            .build()
        return try {
            openai.chat().completions().create(question).choices().first().message().content().orElse("")
        } catch (e: OpenAIServiceException) {
            "I know no joke today."
        }
    }
}
