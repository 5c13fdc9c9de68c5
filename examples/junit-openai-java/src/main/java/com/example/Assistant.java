package com.example;

import com.openai.client.OpenAIClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/** Asks a model for jokes. It knows nothing of tests. */
final class Assistant {
    private final OpenAIClient openai;

    Assistant(OpenAIClient openai) {
        this.openai = openai;
    }

    String jokeAbout(String subject) {
        var question = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("Tell me a joke about " + subject + ".")
                .build();
        try {
            return openai.chat().completions().create(question).choices().get(0).message().content().orElse("");
        } catch (OpenAIServiceException e) {
            return "I know no joke today.";
        }
    }
}
