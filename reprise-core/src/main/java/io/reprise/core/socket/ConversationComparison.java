package io.reprise.core.socket;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whether two conversations with one handshake are the same: both sides say the same, apart from what changes each time, and the same
 * side ends it. Which of two messages of different sides came first does not matter, because it depends on the network. Sound that
 * differs is a difference, because clients hear it.
 */
public final class ConversationComparison {
    private final Question handshake;
    private final ApiFamily family;
    private final MessageComparison comparison;

    /** @param handshake with the rules that say what counts of a client's message */
    public ConversationComparison(Question handshake) {
        this.handshake = handshake;
        this.family = handshake.parsed().family();
        this.comparison = new MessageComparison(handshake.rules(), family);
    }

    /** Whether {@code one} and {@code other}, which both have conversations, are the same. */
    public boolean holds(Exchange one, Exchange other) {
        SocketConversation before = one.socket().orElseThrow();
        SocketConversation now = other.socket().orElseThrow();
        return one.response().headers().equals(other.response().headers())
                && said(before).equals(said(now))
                && counted(before).equals(counted(now))
                && isSameEnd(before.close(), now.close());
    }

    private List<String> said(SocketConversation conversation) {
        return of(conversation, Sender.UPSTREAM)
                .flatMap(message -> SentMessages.said(family, message).stream())
                .toList();
    }

    private List<Question> counted(SocketConversation conversation) {
        return of(conversation, Sender.CLIENT)
                .map(message -> comparison.of(handshake.request(), message))
                .flatMap(message -> message instanceof ClientMessage.Counted counted
                        ? Stream.of(counted.question())
                        : Stream.empty())
                .toList();
    }

    private static Stream<SocketMessage> of(SocketConversation conversation, Sender from) {
        return conversation.messages().stream().filter(message -> message.from() == from);
    }

    private static boolean isSameEnd(Optional<Close> one, Optional<Close> other) {
        Predicate<Close> isByClient = close -> close.from() == Sender.CLIENT;
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() && other.isEmpty();
        }
        return isByClient.test(one.get())
                ? isByClient.test(other.get())
                : !isByClient.test(other.get())
                        && one.get().code() == other.get().code()
                        && one.get().reason().equals(other.get().reason());
    }
}
