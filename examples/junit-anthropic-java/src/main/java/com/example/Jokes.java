package com.example;

import com.anthropic.client.AnthropicClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlock;
import java.util.stream.Collectors;

/** Asks a model for jokes. It knows nothing of tests. */
final class Jokes {
    private final AnthropicClient anthropic;

    Jokes(AnthropicClient anthropic) {
        this.anthropic = anthropic;
    }

    String about(String subject) {
        var question = MessageCreateParams.builder()
                .model("claude-haiku-4-5")
                .maxTokens(200)
                .addUserMessage("Tell me a joke about " + subject + ".")
                .build();
        try {
            return anthropic.messages().create(question).content().stream()
                    .flatMap(block -> block.text().stream())
                    .map(TextBlock::text)
                    .collect(Collectors.joining());
        } catch (AnthropicServiceException e) {
            return "I know no joke today.";
        }
    }
}
