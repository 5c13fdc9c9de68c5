package io.reprise.server.socket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.server.report.Outcome.Talk;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What both sides have said so far. */
final class Transcript {
    /** A connection that broke (RFC 6455, 7.1.5); for reports only. */
    private static final int BROKEN = 1_006;

    /** What a message takes besides its bytes, roughly. */
    private static final int OVERHEAD = 128;

    private final long startNanos;
    private final long maxBytes;
    private List<SocketMessage> messages = new ArrayList<>();
    private long bytes;
    private int fromClient;
    private int fromUpstream;

    private Transcript(long startNanos, long maxBytes) {
        this.startNanos = startNanos;
        this.maxBytes = maxBytes;
    }

    /**
     * Remembers all messages, until they are too many.
     *
     * @param startNanos when the upstream was asked, by {@link System#nanoTime}
     */
    static Transcript keeping(long startNanos, long maxBytes) {
        return new Transcript(startNanos, maxBytes);
    }

    /** Counts messages only. */
    static Transcript counting() {
        return new Transcript(System.nanoTime(), 0);
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
        if (isTooLarge()) {
            messages = new ArrayList<>();
        } else if (maxBytes > 0) {
            messages.add(new SocketMessage(elapsed(), from, message.isBinary(), message.bytes()));
        }
    }

    /** Whether more was said than can be remembered. */
    boolean isTooLarge() {
        return bytes > maxBytes;
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
