package com.example;

import dev.langchain4j.model.chat.ChatModel;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks a model for jokes. It knows nothing of tests. */
@ApplicationScoped
public class Jokes {
    private final ChatModel model;

    Jokes(ChatModel model) {
        this.model = model;
    }

    public String about(String subject) {
        try {
            return model.chat("Tell me a joke about " + subject + ".");
        } catch (RuntimeException e) {
            return "I know no joke today.";
        }
    }
}
