package io.reprise.core.family;

import io.reprise.core.conversation.AnswerPreview;
import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A WebSocket conversation and what is known of it, for people and reports. */
public final class ParsedConversation {
    private static final Set<String> ASKING = Set.of("user", "system", "client", "tool");

    private final SocketProtocol protocol;
    private final SocketConversation conversation;
    private final Optional<String> named;
    private final Lazy<List<ChatMessage>> chat;

    private ParsedConversation(ParsedRequest handshake, SocketConversation conversation) {
        this.protocol = handshake.family().sockets();
        this.conversation = conversation;
        this.named = handshake.model();
        this.chat = new Lazy<>(() -> protocol.chat(conversation.messages()));
    }

    /** Empty for an exchange that is no conversation. */
    public static Optional<ParsedConversation> of(ParsedRequest handshake, Exchange exchange) {
        return exchange.socket().map(conversation -> new ParsedConversation(handshake, conversation));
    }

    public SocketConversation conversation() {
        return conversation;
    }

    /** The model that the handshake names, or else the first message that names one. */
    public Optional<String> model() {
        return named.or(() ->
                json().flatMap(message -> protocol.model(message).stream()).findFirst());
    }

    /** What both sides said, in its order; pieces of one text are one text. */
    public List<ChatMessage> chat() {
        return chat.value();
    }

    /** At most eight words of what the user said first; may be empty. */
    public String title() {
        return protocol.title(conversation.messages(), chat());
    }

    /** The beginning of what the other side said, in one line; may be empty. */
    public String answered() {
        return AnswerPreview.of(chat().stream()
                .filter(message -> !ASKING.contains(message.role()))
                .toList());
    }

    /** The tokens of all answers together; empty if no message tells any. */
    public Optional<TokenUsage> usage() {
        return json().flatMap(message -> protocol.usage(message).stream()).reduce(TokenUsage::plus);
    }

    private Stream<Json> json() {
        return conversation.messages().stream()
                .map(SocketMessage::bytes)
                .flatMap(bytes -> Json.tryParse(bytes).stream());
    }

    /** Of all messages of both sides. */
    public long bytes() {
        return conversation.messages().stream()
                .mapToLong(message -> message.bytes().size())
                .sum();
    }
}
