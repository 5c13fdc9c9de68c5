package io.reprise.core.family.openai.responses;

import io.reprise.core.conversation.AnswerBuilder;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.part.EventTypes;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts together the message of a response from its typed events, or from its whole object. */
final class ResponseEvents {
    /** The response is over after these. */
    static final EventTypes LAST =
            new EventTypes("response.completed", "response.incomplete", "response.failed", "response.cancelled");

    private static final String PREFIX = "response.";
    private static final String DELTA = ".delta";

    /** Members of items that are not text of an answer. */
    private static final Set<String> NO_TEXT = Set.of(
            "id",
            "type",
            "role",
            "status",
            "object",
            "call_id",
            "encrypted_content",
            "annotations",
            "logprobs",
            "result",
            "phase",
            "output_format",
            "quality",
            "size",
            "background");

    private final ResponseItems items = new ResponseItems();

    /** The items that are done, and those that grow, by their place in the output. */
    private final Map<Long, Json> done = new TreeMap<>();

    private final Map<Long, Json> begun = new TreeMap<>();
    private final Map<Long, AnswerBuilder> growing = new TreeMap<>();
    private List<Json> whole = List.of();
    private String finishReason = "";

    private ResponseEvents() {}

    static void texts(Json payload, Texts texts) {
        String type = EventTypes.type(payload).orElse("");
        if (type.endsWith(DELTA) && !type.equals("response.audio.delta")) {
            String kind = type.substring(type.startsWith(PREFIX) ? PREFIX.length() : 0, type.length() - DELTA.length());
            payload.get("delta")
                    .filter(delta -> delta instanceof Json.JsonString)
                    .ifPresent(delta -> texts.addAll(channel(payload, kind), delta, Set.of()));
        }
        List<Json> output = payload.list("output");
        for (int i = 0; i < output.size(); i++) {
            texts.addAll("output[" + i + "]", output.get(i), NO_TEXT);
        }
    }

    private static String channel(Json payload, String kind) {
        long part = Math.max(number(payload, "content_index"), number(payload, "summary_index"));
        return "output[" + number(payload, "output_index") + "]." + kind + "[" + part + "]";
    }

    /** One message with all that the response has; none if it has nothing. */
    static List<ChatMessage> answered(ParsedResponse response) {
        ResponseEvents reading = new ResponseEvents();
        response.values().forEach(reading::payload);
        List<MessagePart> parts = reading.parts();
        ChatMessage.Facts facts = new ChatMessage.Facts(OptionalInt.empty(), "", reading.finishReason);
        return parts.isEmpty() ? List.of() : List.of(new ChatMessage("assistant", facts, parts));
    }

    private List<MessagePart> parts() {
        List<MessagePart> parts = new ArrayList<>();
        if (!whole.isEmpty()) {
            whole.forEach(item -> parts.addAll(items.parts(item)));
            return parts;
        }
        Set<Long> places = new TreeSet<>(done.keySet());
        places.addAll(growing.keySet());
        for (long place : places) {
            Json item = done.get(place);
            AnswerBuilder unfinished = growing.get(place);
            if (item != null) {
                parts.addAll(items.parts(item));
            } else if (unfinished != null) {
                unfinished.messages().forEach(message -> parts.addAll(message.parts()));
            }
        }
        return parts;
    }

    private void payload(Json payload) {
        String type = EventTypes.type(payload).orElse("");
        long place = number(payload, "output_index");
        Json item = payload.get("item").orElse(Json.NULL);
        if (type.equals("response.output_item.done")) {
            done.put(place, item);
        } else if (type.equals("response.output_item.added")) {
            begun.put(place, item);
        } else if (type.endsWith(DELTA)) {
            delta(type, place, payload);
        } else {
            Json whole = payload.get("response").orElse(payload);
            String reason = whole.text("incomplete_details", "reason");
            String why = reason.isEmpty() ? whole.text("status") : reason;
            finishReason = why.isEmpty() ? finishReason : why;
            List<Json> output = whole.get("output").map(Json::items).orElse(List.of());
            this.whole = output.isEmpty() ? this.whole : output;
        }
    }

    private void delta(String type, long place, Json payload) {
        String text = payload.text("delta");
        AnswerBuilder answer = growing.computeIfAbsent(place, absent -> new AnswerBuilder());
        String part = channel(payload, "");
        if (type.contains("reasoning")) {
            answer.reasoning("", part, text);
        } else if (type.contains("refusal")) {
            answer.refusal("", text);
        } else if (type.contains("output_text") || type.contains("transcript")) {
            answer.text("", part, text);
        } else if (type.contains("arguments") || type.contains("input") || type.contains("code")) {
            boolean isFirst = answer.messages().isEmpty();
            String name = begun.getOrDefault(place, Json.NULL).text("name");
            answer.toolCall("", part, isFirst ? name : "", text);
        }
    }

    private static long number(Json payload, String name) {
        return payload.get(name)
                .map(value -> value instanceof Json.JsonNumber number ? number.spelling() : "")
                .filter(spelled -> spelled.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
