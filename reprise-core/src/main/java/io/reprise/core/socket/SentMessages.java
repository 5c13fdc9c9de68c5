package io.reprise.core.socket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.AnswerComparison;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has been sent to a client. Two are the same apart from ids, times, and messages that say nothing. */
final class SentMessages {
    private final ApiFamily family;
    private final List<SocketMessage> sent = new ArrayList<>();

    SentMessages(ApiFamily family) {
        this.family = family;
    }

    void add(SocketMessage message) {
        sent.add(message);
    }

    int count() {
        return sent.size();
    }

    /** How many of the first {@code number} messages say something. */
    int speaking(int number) {
        return (int) sent.stream()
                .limit(number)
                .filter(message -> said(family, message).isPresent())
                .count();
    }

    /** The index after the messages of {@code conversation} that say what has been sent; -1 if its upstream said something else. */
    int endIn(SocketConversation conversation) {
        List<String> said =
                sent.stream().flatMap(message -> said(family, message).stream()).toList();
        int matched = 0;
        int end = 0;
        List<SocketMessage> messages = conversation.messages();
        for (int i = 0; i < messages.size() && matched < said.size(); i++) {
            Optional<String> one = messages.get(i).from() == Sender.UPSTREAM
                    ? said(family, messages.get(i))
                    : Optional.<String>empty();
            if (one.isPresent()) {
                if (!one.get().equals(said.get(matched))) {
                    return -1;
                }
                matched++;
                end = i + 1;
            }
        }
        return matched == said.size() ? end : -1;
    }

    /** What a message of the upstream says, apart from what changes each time; empty if it says nothing. */
    static Optional<String> said(ApiFamily family, SocketMessage message) {
        Optional<Json> json = Json.tryParse(message.bytes());
        if (json.filter(family.sockets()::isNotice).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(json.map(new AnswerComparison(family)::without)
                .orElseGet(() -> message.isBinary() + message.bytes().latin1()));
    }
}
