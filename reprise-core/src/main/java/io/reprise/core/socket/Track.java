package io.reprise.core.socket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.socket.ClientMessage.Counted;
import io.reprise.core.socket.ClientMessage.Notice;
import io.reprise.core.socket.ClientMessage.Piece;
import io.reprise.core.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far a conversation has followed one recording. */
final class Track {
    private final Store.Entry entry;
    private final SocketConversation conversation;
    private final List<SocketMessage> messages;
    private final MessageComparison comparison;
    /** The messages of the client that have been looked at, by their index. */
    private final Map<Integer, ClientMessage> known = new HashMap<>();

    /** The first message of the client that has not been matched; all messages of the upstream before it may be sent. */
    private int position;
    /** The run of pieces at the position; empty where a message that counts, or the end, is there. */
    private Optional<Run> run = Optional.empty();
    /** Pieces since the last of their runs was passed. */
    private int pieces;

    private int counted;
    private boolean fits = true;

    /**
     * Pieces that follow each other.
     *
     * @param end the index after the last
     */
    private record Run(int pieces, int end) {}

    Track(Store.Entry entry, MessageComparison comparison) {
        this.entry = entry;
        this.conversation = entry.recording().exchange().socket().orElseThrow();
        this.messages = conversation.messages();
        this.comparison = comparison;
        moveTo(0);
    }

    /** Goes on to the first message of the client from {@code index} on. */
    private void moveTo(int index) {
        position = index;
        while (position < messages.size() && (!isOfClient(position) || clientMessage(position) instanceof Notice)) {
            position++;
        }
        int end = position;
        int number = 0;
        while (end < messages.size() && isOfClient(end) && !(clientMessage(end) instanceof Counted)) {
            number += clientMessage(end) instanceof Piece ? 1 : 0;
            end++;
        }
        run = number == 0 ? Optional.empty() : Optional.of(new Run(number, end));
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
        return position == messages.size();
    }

    void leave() {
        fits = false;
    }

    /** The next message of the client that counts; empty if the recording has no more. */
    Optional<Counted> expected() {
        int next = nextCounted();
        return next < messages.size() && clientMessage(next) instanceof Counted expected
                ? Optional.of(expected)
                : Optional.empty();
    }

    /** Follows a message that counts. Pieces may be missing before it, since clients send them by their own clock. */
    void follow(Counted message) {
        int next = nextCounted();
        if (expected().filter(message::isSameAs).isEmpty()) {
            fits = false;
            return;
        }
        if (next > position) {
            pieces = 0;
        }
        counted++;
        moveTo(next + 1);
    }

    void followPiece() {
        pieces++;
        if (run.filter(recorded -> pieces >= recorded.pieces()).isPresent()) {
            passRun();
        }
    }

    /** Whether the client has sent pieces, and fewer than were recorded. */
    boolean isWithinRun() {
        return pieces > 0 && run.isPresent();
    }

    /** Passes pieces, since the client seems to have sent all it had. */
    void passRun() {
        run.ifPresent(passed -> moveTo(passed.end()));
        pieces = 0;
    }

    private int nextCounted() {
        int next = position;
        while (next < messages.size() && !(isOfClient(next) && clientMessage(next) instanceof Counted)) {
            next++;
        }
        return next;
    }

    private ClientMessage clientMessage(int index) {
        return known.computeIfAbsent(index, i -> comparison.of(entry.question().request(), messages.get(i)));
    }

    /** The index of the first message of the client. */
    int firstOfClient() {
        int first = 0;
        while (first < messages.size() && !isOfClient(first)) {
            first++;
        }
        return first;
    }

    boolean isOfClient(int index) {
        return messages.get(index).from() == Sender.CLIENT;
    }

    SocketMessage message(int index) {
        return messages.get(index);
    }
}
