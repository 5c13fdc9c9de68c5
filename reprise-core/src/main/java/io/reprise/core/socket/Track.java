package io.reprise.core.socket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Optional;

/** How far a conversation has followed one recording. */
final class Track {
    private final Store.Entry entry;
    private final SocketConversation conversation;
    /** For each message: what is compared of it; empty for those of the upstream, and those that do not count. */
    private final List<Optional<ComparedMessage>> compared;

    /** The first message of the client that has not been matched; all messages of the upstream before it may be sent. */
    private int position;
    /** Messages that did not count, since the last of their runs was passed. */
    private int uncounted;

    private int counted;
    private boolean fits = true;

    Track(Store.Entry entry, MessageComparison comparison) {
        this.entry = entry;
        this.conversation = entry.recording().exchange().socket().orElseThrow();
        this.compared = conversation.messages().stream()
                .map(message -> message.from() == Sender.CLIENT
                        ? comparison.of(entry.question().request(), message)
                        : Optional.<ComparedMessage>empty())
                .toList();
        this.position = clientFrom(0);
    }

    Store.Entry entry() {
        return entry;
    }

    SocketConversation conversation() {
        return conversation;
    }

    boolean fits() {
        return fits;
    }

    /** All messages before this one may be sent. */
    int position() {
        return position;
    }

    /** How many messages that count have been matched. */
    int counted() {
        return counted;
    }

    boolean isAtEnd() {
        return position == compared.size();
    }

    void leave() {
        fits = false;
    }

    /** The next message of the client that counts; empty if the recording has no more. */
    Optional<ComparedMessage> expected() {
        int next = nextCounted();
        return next < compared.size() ? compared.get(next) : Optional.empty();
    }

    /** Follows a message that counts. Messages that do not count may be missing before it, since clients send them by their own clock. */
    void follow(ComparedMessage message) {
        int next = nextCounted();
        if (next == compared.size() || !compared.get(next).orElseThrow().isSameAs(message)) {
            fits = false;
            return;
        }
        if (next > position) {
            uncounted = 0;
        }
        counted++;
        position = clientFrom(next + 1);
    }

    /** Follows a message that does not count. */
    void followUncounted() {
        uncounted++;
        if (isInRun() && uncounted >= runEnd() - position) {
            passRun();
        }
    }

    /** Whether the client has sent something that does not count, and fewer such messages than were recorded. */
    boolean isWithinRun() {
        return uncounted > 0 && isInRun();
    }

    /** Passes messages that do not count, since the client seems to have sent all it had. */
    void passRun() {
        position = clientFrom(runEnd());
        uncounted = 0;
    }

    private boolean isInRun() {
        return position < compared.size() && compared.get(position).isEmpty();
    }

    private int runEnd() {
        int end = position;
        while (end < compared.size() && isOfClient(end) && compared.get(end).isEmpty()) {
            end++;
        }
        return end;
    }

    private int nextCounted() {
        int next = position;
        while (next < compared.size() && compared.get(next).isEmpty()) {
            next++;
        }
        return next;
    }

    private int clientFrom(int index) {
        int next = index;
        while (next < compared.size() && !isOfClient(next)) {
            next++;
        }
        return next;
    }

    boolean isOfClient(int index) {
        return conversation.messages().get(index).from() == Sender.CLIENT;
    }

    SocketMessage message(int index) {
        return conversation.messages().get(index);
    }
}
