package com.example;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Service;

/** Asks a model for jokes. It knows nothing of tests. */
@Service
class Jokes {
    private final ChatClient client;

    Jokes(ChatClient.Builder builder) {
        client = builder.build();
    }

    String about(String subject) {
        try {
            return client.prompt().user("Tell me a joke about " + subject + ".").call().content();
        } catch (RuntimeException e) {
            return "I know no joke today.";
        }
    }
}
