package io.reprise.core.family.openai;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Titles;
import io.reprise.core.family.part.Paths;
import io.reprise.core.family.part.StreamErrors;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's embeddings, as lists of numbers or in base64. */
public final class OpenAiEmbeddings implements OpenAiApi {
    public static final OpenAiEmbeddings FAMILY = new OpenAiEmbeddings();

    private OpenAiEmbeddings() {}

    @Override
    public String name() {
        return "openai-embeddings";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("POST")
                && ((Paths.endsWith(path, "/embeddings") && !Paths.endsWith(path, "/api/embeddings"))
                        || Paths.endsWith(path, "/multimodalembeddings"));
    }

    @Override
    public String title(ParsedRequest request) {
        return Titles.of(input(request));
    }

    private static Json input(ParsedRequest request) {
        return request.json()
                .flatMap(body -> body.get("input").or(() -> body.get("inputs")))
                .orElse(Json.NULL);
    }

    @Override
    public int status(ParsedResponse response) {
        return StreamErrors.status(response);
    }

    /** Numbers are no text. */
    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return List.of();
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return inputs(input(request));
    }

    /** The inputs of a request for numbers: a text, several, or parts with images. */
    public static List<ChatMessage> inputs(Json input) {
        List<MessagePart> parts = new ArrayList<>(ContentParts.of(input));
        for (Json item : input.items()) {
            parts.addAll(ContentParts.of(item.get("content").orElse(Json.NULL)));
        }
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("user", parts));
    }

    @Override
    public List<ChatMessage> answered(ParsedResponse response) {
        List<MessagePart> parts = new ArrayList<>();
        response.values()
                .flatMap(payload -> payload.list("data").stream())
                .forEach(item -> parts.addAll(numbers(item)));
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static List<MessagePart> numbers(Json item) {
        return item.get("embedding").stream()
                .map(embedding -> embedding
                        .string()
                        .map(base64 -> NumberLists.ofFloats(base64))
                        .orElseGet(() -> NumberLists.of(embedding)))
                .map(MessagePart.class::cast)
                .toList();
    }
}
