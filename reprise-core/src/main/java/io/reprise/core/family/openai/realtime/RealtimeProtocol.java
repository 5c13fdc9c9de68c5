package io.reprise.core.family.openai.realtime;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.family.SocketProtocol;
import io.reprise.core.family.openai.OpenAiUsage;
import io.reprise.core.family.part.MessageEdits;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The events of OpenAI's realtime API. Of a client's event, its kind and its words count. What clients make up or measure does not:
 * ids, and how much of a sound was heard.
 */
final class RealtimeProtocol implements SocketProtocol {
    private static final Set<String> PIECES_OF_SOUND =
            Set.of("input_audio_buffer.append", "input_image_buffer.append", "input_audio.append");
    private static final Set<String> MEASURED = Set.of("id", "audio_end_ms");
    private static final Set<String> GREETINGS = Set.of(
            "session.created",
            "session.updated",
            "conversation.created",
            "transcription_session.created",
            "transcription_session.updated");
    private static final String LIMITS = "rate_limits.updated";

    @Override
    public Optional<Json> counted(Json event, Sound sound) {
        if (sound == Sound.DOES_NOT_COUNT && PIECES_OF_SOUND.contains(event.text("type"))) {
            return Optional.empty();
        }
        Json counted = MessageEdits.without(event, RealtimeProtocol::isMadeUp);
        UnaryOperator<Json> item = each -> item(each, sound);
        counted = MessageEdits.within(counted, "item", item);
        return Optional.of(MessageEdits.within(
                counted,
                "response",
                response -> MessageEdits.within(response, "input", input -> MessageEdits.each(input, item))));
    }

    private static boolean isMadeUp(String name) {
        return name.endsWith("_id") || MEASURED.contains(name);
    }

    private static Json item(Json item, Sound sound) {
        Json counted = MessageEdits.without(item, RealtimeProtocol::isMadeUp);
        return sound == Sound.COUNTS
                ? counted
                : MessageEdits.within(
                        counted,
                        "content",
                        content -> MessageEdits.each(content, part -> MessageEdits.without(part, "audio"::equals)));
    }

    /** Sound comes as events. */
    @Override
    public boolean countsBytes() {
        return false;
    }

    @Override
    public boolean isNotice(Json event) {
        return event.text("type").equals(LIMITS) || SocketProtocol.super.isNotice(event);
    }

    @Override
    public boolean isGreeting(Json event) {
        return GREETINGS.contains(event.text("type"));
    }

    @Override
    public Optional<String> model(Json event) {
        return event.at("session", "model").flatMap(Json::string);
    }

    @Override
    public Optional<TokenUsage> usage(Json event) {
        return event.text("type").equals("response.done") ? OpenAiUsage.of(event) : Optional.empty();
    }

    @Override
    public List<ChatMessage> chat(List<SocketMessage> messages) {
        return RealtimeChat.of(messages);
    }

    @Override
    public String title(List<SocketMessage> messages, List<ChatMessage> chat) {
        return SocketProtocol.titleOf(chat);
    }

    @Override
    public Json error(Json body) {
        Json error = body.get("error").orElse(body);
        return new JsonObjectBuilder()
                .with("type", "error")
                .with("event_id", "event_" + error.text("code"))
                .with(
                        "error",
                        new JsonObjectBuilder()
                                .with("type", error.text("type"))
                                .with("code", error.text("code"))
                                .with("message", error.text("message"))
                                .with("param", Json.NULL)
                                .with("event_id", Json.NULL)
                                .done())
                .done();
    }
}
