package io.reprise.core.family.huggingface;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.conversation.NumberLists;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What Hugging Face's models answer, which differs by task: texts, labels, numbers, images and sound. */
final class HuggingFaceAnswers {
    private static final List<String> TEXTS =
            List.of("generated_text", "summary_text", "translation_text", "text", "answer", "sequence");

    private static final int DEEPEST = 4;

    private HuggingFaceAnswers() {}

    static List<ChatMessage> answered(ParsedResponse parsed) {
        Response response = parsed.response();
        List<Json> payloads = IntStream.range(0, response.chunks().size())
                .boxed()
                .flatMap(parsed::values)
                .toList();
        List<MessagePart> parts;
        if (response.isStream()) {
            parts = streamed(payloads);
        } else if (payloads.isEmpty()) {
            parts = thing(response);
        } else {
            Json answer = payloads.get(0);
            parts = answer instanceof Json.JsonArray ? said(answer, DEEPEST) : one(answer);
        }
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", parts));
    }

    private static List<MessagePart> streamed(List<Json> payloads) {
        StringBuilder text = new StringBuilder();
        for (Json payload : payloads) {
            boolean isSpecial =
                    payload.at("token", "special").filter(Json.TRUE::equals).isPresent();
            text.append(isSpecial ? "" : payload.text("token", "text"));
        }
        return text.isEmpty() ? List.of() : List.of(new MessagePart.Text(text.toString()));
    }

    private static List<MessagePart> thing(Response response) {
        String type = response.headers().first("content-type").orElse("file");
        long size = response.body().size();
        return size == 0 || response.status() >= 400
                ? List.of()
                : List.of(new MessagePart.Media(type, OptionalLong.of(size)));
    }

    /** The items of a list, which may be in other lists. */
    private static List<MessagePart> said(Json list, int depth) {
        boolean isNumbers = list.items().stream().allMatch(item -> item instanceof Json.JsonNumber)
                && !list.items().isEmpty();
        if (isNumbers) {
            return List.of(NumberLists.of(list));
        }
        List<MessagePart> parts = new ArrayList<>();
        for (Json item : list.items()) {
            parts.addAll(item instanceof Json.JsonArray && depth > 0 ? said(item, depth - 1) : one(item));
        }
        return parts;
    }

    private static List<MessagePart> one(Json item) {
        String label = item.text("label");
        if (!label.isEmpty()) {
            String score = item.get("score").orElse(Json.NULL) instanceof Json.JsonNumber number
                    ? " " + number.spelling()
                    : "";
            return List.of(new MessagePart.Text(label + score));
        }
        return TEXTS.stream()
                .flatMap(name -> Stream.of(item.text(name)))
                .filter(text -> !text.isEmpty())
                .limit(1)
                .<MessagePart>map(MessagePart.Text::new)
                .toList();
    }
}
