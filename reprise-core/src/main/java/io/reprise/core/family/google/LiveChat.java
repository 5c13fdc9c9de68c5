package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.TurnBuilder;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** The messages of both sides of Gemini's Live API, for people. */
final class LiveChat {
    private static final String USER = "user";
    private static final String MODEL = "model";

    private final TurnBuilder turns = new TurnBuilder();

    private LiveChat() {}

    static List<ChatMessage> of(List<SocketMessage> messages) {
        LiveChat chat = new LiveChat();
        messages.forEach(message -> Json.tryParse(message.bytes()).ifPresent(chat::add));
        return chat.turns.messages();
    }

    private void add(Json message) {
        message.get("setup")
                .flatMap(setup -> GoogleParts.either(setup, "systemInstruction", "system_instruction"))
                .ifPresent(system -> content("system", system));
        GoogleParts.either(message, "clientContent", "client_content")
                .ifPresent(said -> said.list("turns").forEach(turn -> content(role(turn), turn)));
        GoogleParts.either(message, "realtimeInput", "realtime_input").ifPresent(this::input);
        GoogleParts.either(message, "toolResponse", "tool_response").ifPresent(this::results);
        GoogleParts.either(message, "serverContent", "server_content").ifPresent(this::answer);
        GoogleParts.either(message, "toolCall", "tool_call").ifPresent(this::calls);
        message.get("error").ifPresent(error -> turns.part("error", new MessagePart.Text(error.text("message"))));
    }

    private static String role(Json turn) {
        return turn.text("role").isEmpty() ? USER : turn.text("role");
    }

    private void content(String role, Json content) {
        content.string().ifPresent(text -> turns.text(role, "", text));
        GoogleParts.parts(content).forEach(part -> add(role, GoogleParts.part(part)));
    }

    private void add(String role, MessagePart part) {
        if (part instanceof MessagePart.Text text) {
            turns.text(role, "", text.text());
        } else if (part instanceof MessagePart.Reasoning thought) {
            turns.reasoning(role, thought.text());
        } else if (part instanceof MessagePart.Media media && media.bytes().isPresent()) {
            turns.media(role, media.type(), media.bytes().getAsLong());
        } else {
            turns.part(role, part);
        }
    }

    private void input(Json input) {
        turns.text(USER, "", input.text("text"));
        for (String name : List.of("audio", "video", "media")) {
            input.get(name).ifPresent(blob -> media(blob, name));
        }
        GoogleParts.either(input, "mediaChunks", "media_chunks")
                .ifPresent(chunks -> chunks.items().forEach(blob -> media(blob, "media")));
    }

    private void media(Json blob, String name) {
        Optional<String> type =
                GoogleParts.either(blob, "mimeType", "mime_type").flatMap(Json::string);
        turns.media(USER, type.orElse(name), MessagePart.Media.decodedSize(blob.text("data")));
    }

    private void results(Json response) {
        GoogleParts.either(response, "functionResponses", "function_responses")
                .ifPresent(all -> all.items()
                        .forEach(result -> turns.part("tool", GoogleParts.result(result.text("name"), result))));
    }

    private void answer(Json content) {
        GoogleParts.either(content, "inputTranscription", "input_transcription")
                .ifPresent(said -> turns.text(USER, "", said.text("text")));
        GoogleParts.either(content, "modelTurn", "model_turn").ifPresent(turn -> content(MODEL, turn));
        GoogleParts.either(content, "outputTranscription", "output_transcription")
                .ifPresent(said -> turns.text(MODEL, "transcript", said.text("text")));
    }

    private void calls(Json call) {
        GoogleParts.either(call, "functionCalls", "function_calls")
                .ifPresent(all ->
                        all.items().forEach(one -> turns.part(MODEL, GoogleParts.call(one.text("name"), one))));
    }
}
