package com.example;

import dev.langchain4j.model.chat.ChatModel;
import org.springframework.stereotype.Service;

/** Asks a model for jokes. It knows nothing of tests. */
@Service
class Jokes {
    private final ChatModel model;

    Jokes(ChatModel model) {
        this.model = model;
    }

    String about(String subject) {
        try {
            return model.chat("Tell me a joke about " + subject + ".");
        } catch (RuntimeException e) {
            return "I know no joke today.";
        }
    }
}
