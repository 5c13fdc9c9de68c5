package io.reprise.core.family;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.conversation.MessagePart;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the messages of WebSocket conversations mean in one family of APIs. The defaults know nothing: every message of the client
 * counts, JSON by its value.
 */
public interface SocketProtocol {
    /** Types of messages that say nothing, in lower case. */
    Set<String> ALIVE = Set.of("ping", "pong", "keepalive", "keep_alive", "keep-alive", "heartbeat");

    /** Members that hold what is asked, in the messages of many APIs. */
    List<String> TEXTS = List.of("text", "transcript", "prompt", "input", "query", "message", "content");

    /** Nothing is known but JSON. */
    SocketProtocol UNKNOWN = new SocketProtocol() {};

    /** Whether sound, and video, is compared. */
    enum Sound {
        COUNTS,
        DOES_NOT_COUNT
    }

    /**
     * What is compared of a message of the client: without what the client makes up or measures, such as ids, and without sound unless
     * it counts. Empty if the message is only a piece of sound that does not count.
     */
    default Optional<Json> counted(Json message, Sound sound) {
        return Optional.of(message);
    }

    /** Whether messages of bytes that are not JSON count; where they are sound, they do not. */
    default boolean countsBytes() {
        return true;
    }

    /** What a message is, for people, such as {@code conversation.item.create}; empty if it does not say. */
    default String kind(Json message) {
        for (String name : new String[] {"type", "method", "event"}) {
            String kind = message.text(name);
            if (!kind.isEmpty()) {
                return kind;
            }
        }
        return message.members().size() == 1 ? message.members().get(0).name() : "";
    }

    /** Whether a message, of either side, says only that the connection is alive, or what it may still carry. */
    default boolean isNotice(Json message) {
        return ALIVE.contains(message.text("type").toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a message of the upstream only says that the session is set up as the client wanted: then any upstream that is told the same
     * can go on with the client.
     */
    default boolean isGreeting(Json message) {
        return false;
    }

    /** The model that a message names. */
    default Optional<String> model(Json message) {
        return Optional.empty();
    }

    /** The tokens of one answer, if this message tells them. */
    default Optional<TokenUsage> usage(Json message) {
        return Optional.empty();
    }

    /** What both sides said, for people. */
    default List<ChatMessage> chat(List<SocketMessage> messages) {
        TurnBuilder turns = new TurnBuilder();
        for (SocketMessage message : messages) {
            String speaker = message.from().name().toLowerCase(Locale.ROOT);
            Optional<String> text = message.bytes().decode();
            if (text.isPresent()) {
                turns.part(speaker, new MessagePart.Text(text.get()));
            } else {
                turns.media(speaker, "binary", message.bytes().size());
            }
        }
        return turns.messages();
    }

    /**
     * At most eight words of what the user said first; may be empty.
     *
     * @param chat the same messages, for people
     */
    default String title(List<SocketMessage> messages, List<ChatMessage> chat) {
        return messages.stream()
                .filter(message -> message.from() == Sender.CLIENT)
                .flatMap(message -> Json.tryParse(message.bytes()).stream())
                .flatMap(message -> TEXTS.stream().map(message::text))
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(text -> Titles.of(new Json.JsonString(text)))
                .orElse("");
    }

    /** The first words of a user in {@code chat}. */
    static String titleOf(List<ChatMessage> chat) {
        return chat.stream()
                .filter(message -> message.role().equals("user"))
                .flatMap(message -> message.parts().stream())
                .flatMap(part -> part instanceof MessagePart.Text text ? Stream.of(text.text()) : Stream.empty())
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(text -> Titles.of(new Json.JsonString(text)))
                .orElse("");
    }

    /**
     * The message in which a client of this family looks for an error.
     *
     * @param body of an HTTP answer that says the same
     */
    default Json error(Json body) {
        return new JsonObjectBuilder()
                .with("type", "error")
                .with("error", body.get("error").orElse(body))
                .done();
    }
}
