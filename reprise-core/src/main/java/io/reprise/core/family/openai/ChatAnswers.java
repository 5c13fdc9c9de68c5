package io.reprise.core.family.openai;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.part.ErrorStatus;
import io.reprise.core.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The choices of chat and text completions, streamed or not. */
final class ChatAnswers {
    /** String members that are not text of an answer. */
    private static final Set<String> NO_TEXT = Set.of(
            "id",
            "type",
            "role",
            "finish_reason",
            "native_finish_reason",
            "logprobs",
            "object",
            "data",
            "images",
            "reasoning_details",
            "content_filter_results",
            "signature",
            "thought_signature",
            "extra_content",
            "channel");

    /** The number of digits that always fit into an {@code int}. */
    private static final int SMALL = 9;

    private static final Bytes ERROR = Bytes.utf8("\"error\"");

    private final AnswerBuilder answer = new AnswerBuilder();
    private final Map<String, StringBuilder> sounds = new HashMap<>();

    private ChatAnswers() {}

    /** How many choices of a stream have begun, and whether each of them has a finish reason. */
    static boolean isFinished(ParsedResponse stream, long expected) {
        Map<String, Boolean> finished = new HashMap<>();
        stream.values().forEach(payload -> {
            List<Json> choices = choices(payload);
            for (int k = 0; k < choices.size(); k++) {
                Json reason = choices.get(k).get("finish_reason").orElse(Json.NULL);
                finished.merge(Texts.index(choices.get(k), k), reason.string().isPresent(), Boolean::logicalOr);
            }
        });
        return finished.size() >= Math.max(1, expected) && !finished.containsValue(false);
    }

    /** The status of a choice that ended with an error. */
    static OptionalInt failure(ParsedResponse response) {
        List<Chunk> chunks = response.response().chunks();
        return IntStream.range(0, chunks.size())
                .filter(i -> chunks.get(i).bytes().contains(ERROR))
                .boxed()
                .flatMap(response::values)
                .flatMap(payload -> payload.list("choices").stream())
                .filter(choice -> choice.text("finish_reason").equals("error"))
                .mapToInt(choice -> ErrorStatus.of(choice.get("error").orElse(Json.NULL)))
                .findFirst();
    }

    static void texts(Json payload, Texts texts) {
        List<Json> choices = choices(payload);
        for (int i = 0; i < choices.size(); i++) {
            texts.addAll("choices" + Texts.index(choices.get(i), i), choices.get(i), NO_TEXT);
        }
    }

    /** A message for each choice. */
    static List<ChatMessage> answered(ParsedResponse response) {
        ChatAnswers reading = new ChatAnswers();
        response.values().forEach(reading::payload);
        reading.sounds.forEach((name, sound) ->
                reading.answer.part(name, "audio", MessagePart.Media.ofBase64("audio", sound.toString())));
        return reading.answer.messages();
    }

    private static List<Json> choices(Json payload) {
        return payload.list("choices");
    }

    private void payload(Json payload) {
        List<Json> choices = choices(payload);
        for (int i = 0; i < choices.size(); i++) {
            String name = Texts.index(choices.get(i), i);
            answer.choice(name, index(name, i));
            answer.finished(name, choices.get(i).text("finish_reason"));
            choice(name, choices.get(i));
        }
    }

    private static int index(String name, int position) {
        String spelled = name.substring(1, name.length() - 1);
        boolean isSmall = !spelled.isEmpty()
                && spelled.length() <= SMALL
                && spelled.chars().allMatch(c -> c >= '0' && c <= '9');
        return isSmall ? Integer.parseInt(spelled) : position;
    }

    private void choice(String name, Json choice) {
        ifGiven(choice, "text", text -> answer.text(name, "text", text));
        Optional<Json> message = choice.get("delta")
                .filter(delta -> delta instanceof Json.JsonObject)
                .or(() -> choice.get("message"));
        message.ifPresent(said -> message(name, said));
    }

    private void message(String name, Json message) {
        ifGiven(message, "role", role -> answer.role(name, role));
        if (message.text("reasoning_content").isEmpty()) {
            ifGiven(message, "reasoning", text -> answer.reasoning(name, "", text));
        }
        ifGiven(message, "reasoning_content", text -> answer.reasoning(name, "", text));
        ifGiven(message, "content", text -> answer.text(name, "content", text));
        ifGiven(message, "refusal", text -> answer.refusal(name, text));
        contentParts(name, message);
        message.get("audio").ifPresent(audio -> audio(name, audio));
        toolCalls(name, message);
        List<Json> images = message.list("images");
        for (int i = 0; i < images.size(); i++) {
            String url = images.get(i).text("image_url", "url");
            answer.part(name, "image" + Texts.index(images.get(i), i), MessagePart.Media.ofUrl("image", url));
        }
    }

    private void contentParts(String name, Json message) {
        List<MessagePart> parts = message.get("content")
                .filter(content -> content instanceof Json.JsonArray)
                .map(ContentParts::of)
                .orElse(List.of());
        for (int i = 0; i < parts.size(); i++) {
            MessagePart part = parts.get(i);
            if (part instanceof MessagePart.Text text) {
                answer.text(name, "content", text.text());
            } else if (part instanceof MessagePart.Reasoning thought) {
                answer.reasoning(name, "", thought.text());
            } else if (part instanceof MessagePart.Refusal refusal) {
                answer.refusal(name, refusal.text());
            } else {
                answer.part(name, "content " + i, part);
            }
        }
    }

    private void toolCalls(String name, Json message) {
        List<Json> calls = message.list("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            Json call = calls.get(i);
            Json function = call.get("function").orElse(Json.NULL);
            Json custom = call.get("custom").orElse(Json.NULL);
            answer.toolCall(
                    name,
                    Texts.index(call, i),
                    new MessagePart.ToolCall(
                            call.text("id"),
                            function.text("name") + custom.text("name"),
                            ChatMessages.arguments(function, "arguments") + custom.text("input")));
        }
        Json call = message.get("function_call").orElse(Json.NULL);
        if (!call.text("name").isEmpty() || !call.text("arguments").isEmpty()) {
            answer.toolCall(name, "function_call", call.text("name"), call.text("arguments"));
        }
    }

    /** Sound comes in pieces. */
    private void audio(String name, Json audio) {
        ifGiven(audio, "transcript", text -> answer.text(name, "transcript", text));
        ifGiven(audio, "data", data -> {
            StringBuilder sound = sounds.computeIfAbsent(name, absent -> new StringBuilder());
            if (sound.isEmpty()) {
                answer.part(name, "audio", new MessagePart.Media("audio", OptionalLong.empty()));
            }
            sound.append(data);
        });
    }

    private static void ifGiven(Json object, String member, Consumer<String> use) {
        String text = object.text(member);
        if (!text.isEmpty()) {
            use.accept(text);
        }
    }
}
