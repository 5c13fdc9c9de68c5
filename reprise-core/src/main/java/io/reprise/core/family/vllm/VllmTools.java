package io.reprise.core.family.vllm;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.family.openai.OpenAiApi;
import io.reprise.core.family.part.Paths;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What vLLM and others do with texts beside chats (vLLM's documentation, "OpenAI-Compatible Server"): count, rank, score, classify. */
public final class VllmTools implements OpenAiApi {
    public static final VllmTools FAMILY = new VllmTools();

    private static final List<String> PATHS = List.of(
            "/tokenize", "/detokenize", "/rerank", "/score", "/pooling", "/classify", "/tokenizer_info", "/similarity");
    private static final List<String> QUESTIONS =
            List.of("query", "text_1", "queries", "prompt", "input", "inputs", "content");

    private VllmTools() {}

    @Override
    public String name() {
        return "vllm";
    }

    @Override
    public boolean covers(String method, String path) {
        return (method.equals("POST") || method.equals("GET"))
                && PATHS.stream().anyMatch(end -> Paths.endsWith(path, end));
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return request.request().method().equals("POST");
    }

    /** What is asked, after what is done with it. */
    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String words = body.get("messages")
                .map(messages -> Titles.ofMessages(messages.items()))
                .orElseGet(() -> Titles.of(question(body)));
        return words.isEmpty() ? last(request.request().path()) : words;
    }

    private static String last(String path) {
        return PATHS.stream()
                .filter(end -> Paths.endsWith(path, end))
                .map(end -> end.substring(1).replace('_', ' '))
                .findFirst()
                .orElse("");
    }

    private static Json question(Json body) {
        return QUESTIONS.stream()
                .flatMap(name -> body.get(name).stream())
                .findFirst()
                .orElse(Json.NULL);
    }

    /** Numbers are no text. */
    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        List<MessagePart> parts = new ArrayList<>(ContentParts.of(question(body)));
        for (String list : List.of("documents", "texts", "text_2", "data_2")) {
            body.get(list).ifPresent(documents -> parts.addAll(ContentParts.of(documents)));
        }
        body.list("messages")
                .forEach(message ->
                        parts.addAll(ContentParts.of(message.get("content").orElse(Json.NULL))));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values().forEach(payload -> parts.addAll(said(payload)));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static List<MessagePart> said(Json payload) {
        List<MessagePart> parts = new ArrayList<>();
        if (!payload.list("tokens").isEmpty()) {
            parts.add(new MessagePart.Media(payload.list("tokens").size() + " tokens", OptionalLong.empty()));
        }
        String prompt = payload.text("prompt") + payload.text("content");
        if (!prompt.isEmpty()) {
            parts.add(new MessagePart.Text(prompt));
        }
        for (Json result : payload.list("results").isEmpty() ? payload.items() : payload.list("results")) {
            number(result, "relevance_score", "score")
                    .forEach(score -> parts.add(new MessagePart.Text(index(result) + ": " + score)));
        }
        for (Json item : payload.list("data")) {
            String label = item.text("label");
            number(item, "score").forEach(score -> parts.add(new MessagePart.Text(index(item) + ": " + score)));
            if (!label.isEmpty()) {
                parts.add(new MessagePart.Text(label));
            }
            if (!item.list("data").isEmpty()) {
                parts.add(NumberLists.of(item.get("data").orElse(Json.NULL)));
            }
        }
        return parts;
    }

    private static String index(Json item) {
        return number(item, "index").stream().findFirst().orElse("score");
    }

    private static List<String> number(Json item, String... names) {
        List<String> numbers = new ArrayList<>();
        for (String name : names) {
            if (item.get(name).orElse(Json.NULL) instanceof Json.JsonNumber number) {
                numbers.add(number.spelling());
            }
        }
        return numbers;
    }
}
