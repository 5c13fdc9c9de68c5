package io.reprise.core.family.openai;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Paths;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** OpenAI's moderations. */
public final class OpenAiModerations implements OpenAiApi {
    public static final OpenAiModerations FAMILY = new OpenAiModerations();

    private OpenAiModerations() {}

    @Override
    public String name() {
        return "openai-moderations";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST") && Paths.endsWith(path, "/moderations");
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return request.request().method().equals("POST");
    }

    @Override
    public String title(ParsedRequest request) {
        Json input = input(request);
        return input.items().stream().anyMatch(item -> item.get("role").isPresent())
                ? Titles.ofMessages(input.items())
                : Titles.of(input);
    }

    private static Json input(ParsedRequest request) {
        return request.json().flatMap(body -> body.get("input")).orElse(Json.NULL);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return OpenAiEmbeddings.inputs(input(request));
    }

    /** A message for each result, with the categories that were found. */
    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<ChatMessage> messages = new ArrayList<>();
        response.values()
                .flatMap(payload -> payload.list("results").stream())
                .map(OpenAiModerations::words)
                .forEach(words -> messages.add(ChatMessage.of("assistant", new MessagePart.Text(words))));
        return messages;
    }

    private static String words(Json result) {
        String found = result.get("categories").orElse(Json.NULL).members().stream()
                .filter(category -> category.value().equals(Json.TRUE))
                .map(Json.Member::name)
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "not flagged" : "flagged: " + found;
    }
}
