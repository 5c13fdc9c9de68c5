package io.reprise.core.family.openai.realtime;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.TurnBuilder;
import io.reprise.core.family.openai.ContentParts;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The events of both sides as messages for people. */
final class RealtimeChat {
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    private final TurnBuilder turns = new TurnBuilder();
    /** The names of tools by the ids of their calls. */
    private final Map<String, String> tools = new HashMap<>();

    private RealtimeChat() {}

    static List<ChatMessage> of(List<SocketMessage> messages) {
        RealtimeChat chat = new RealtimeChat();
        messages.forEach(message -> Json.tryParse(message.bytes()).ifPresent(chat::add));
        return chat.turns.messages();
    }

    private void add(Json event) {
        String type = event.text("type");
        switch (type) {
            case "session.update" -> turns.text("system", "", event.text("session", "instructions"));
            case "response.create" -> turns.text("system", "response", event.text("response", "instructions"));
            case "conversation.item.create" -> item(event.get("item").orElse(Json.NULL));
            case "input_audio_buffer.append" -> sound(USER, event.text("audio"));
            case "response.output_audio.delta", "response.audio.delta" -> sound(ASSISTANT, event.text("delta"));
            case "response.output_text.delta",
                    "response.text.delta",
                    "response.output_audio_transcript.delta",
                    "response.audio_transcript.delta" ->
                turns.text(ASSISTANT, event.text("item_id"), event.text("delta"));
            case "response.output_item.done" -> call(event.get("item").orElse(Json.NULL));
            case "conversation.item.input_audio_transcription.completed" ->
                turns.text(USER, event.text("item_id"), event.text("transcript").strip());
            case "error" -> turns.part("error", new MessagePart.Text(event.text("error", "message")));
            default -> {}
        }
    }

    private void sound(String speaker, String base64) {
        turns.media(speaker, "audio", MessagePart.Media.decodedSize(base64));
    }

    private void item(Json item) {
        if (item.text("type").equals("function_call_output")) {
            String call = item.text("call_id");
            Json output = item.get("output").orElse(Json.NULL);
            turns.part(
                    "tool",
                    new MessagePart.ToolResult(
                            tools.getOrDefault(call, call),
                            output.string().orElseGet(() -> output.write(Layout.COMPACT))));
            return;
        }
        String role = item.text("role").isEmpty() ? USER : item.text("role");
        ContentParts.of(item.get("content").orElse(Json.NULL)).forEach(part -> turns.part(role, part));
    }

    private void call(Json item) {
        if (item.text("type").equals("function_call")) {
            tools.put(item.text("call_id"), item.text("name"));
            turns.part(ASSISTANT, new MessagePart.ToolCall(item.text("name"), item.text("arguments")));
        }
    }
}
