package io.reprise.server.socket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.server.outcome.Outcome.Talk;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/** What both sides have said so far. */
final class Transcript {
    /** A connection that broke (RFC 6455, 7.1.5); for reports only. */
    private static final int BROKEN = 1_006;

    /** What a message takes besides its bytes, roughly. */
    private static final int OVERHEAD = 128;

    /** Memory is taken in such steps. In bytes. */
    private static final long GRAIN = 16 << 10;

    private final long startNanos;
    private final long maxBytes;
    private final LongPredicate takes;
    private long granted;
    private String loss = "";
    private List<SocketMessage> messages = new ArrayList<>();
    private long bytes;
    private int fromClient;
    private int fromUpstream;

    private Transcript(long startNanos, long maxBytes, LongPredicate takes) {
        this.takes = takes;
        this.startNanos = startNanos;
        this.maxBytes = maxBytes;
    }

    /**
     * Remembers all messages, until they are too many.
     *
     * @param takes memory, in bytes, until the conversation is over; false if there is none
     * @param startNanos when the upstream was asked, by {@link System#nanoTime}
     */
    static Transcript keeping(long startNanos, long maxBytes, LongPredicate takes) {
        return new Transcript(startNanos, maxBytes, takes);
    }

    /** Counts messages only. */
    static Transcript counting() {
        return new Transcript(System.nanoTime(), 0, bytes -> true);
    }

    void add(Sender from, Message message) {
        if (from == Sender.CLIENT) {
            fromClient++;
        } else {
            fromUpstream++;
        }
        if (isTooLarge()) {
            return;
        }
        bytes += OVERHEAD + message.bytes().size();
        findLoss();
        if (isTooLarge()) {
            messages = new ArrayList<>();
        } else if (maxBytes > 0) {
            messages.add(new SocketMessage(elapsed(), from, message.isBinary(), message.bytes()));
        }
    }

    private void findLoss() {
        if (bytes > maxBytes) {
            loss = "the conversation is larger than limits.max-recording";
            return;
        }
        long more = bytes <= granted ? 0 : (bytes - granted + GRAIN - 1) / GRAIN * GRAIN;
        if (more > 0 && !takes.test(more)) {
            loss = "there is no memory for the conversation: limits.memory is used up by other requests and answers";
        } else {
            granted += more;
        }
    }

    /** Whether more was said than can be remembered. */
    boolean isTooLarge() {
        return !loss.isEmpty();
    }

    /** Why it cannot be kept; empty if it can. */
    String loss() {
        return loss;
    }

    int messages() {
        return fromClient + fromUpstream;
    }

    Close close(Sender from, CloseFrame frame) {
        return new Close(elapsed(), from, frame.code(), frame.reason());
    }

    SocketConversation conversation(Optional<Close> close) {
        return new SocketConversation(messages, close);
    }

    Talk talk(Optional<Integer> closeCode) {
        return new Talk(fromClient, fromUpstream, closeCode.orElse(BROKEN));
    }

    private long elapsed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
