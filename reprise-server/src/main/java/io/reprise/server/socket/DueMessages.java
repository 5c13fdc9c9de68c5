package io.reprise.server.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.core.json.Json;
import io.reprise.core.replay.fault.ConversationFaults;
import io.reprise.core.replay.fault.ConversationStep;
import io.reprise.core.replay.pace.Occasion;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Released;
import io.reprise.core.socket.SocketReplay;
import io.reprise.core.socket.SocketReplay.Due;
import io.reprise.core.socket.SocketReplay.DueClose;
import io.reprise.server.request.ClientConnection.Abort;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import java.util.List;
import java.util.Optional;

/** Has sent what is due in a replayed conversation, at its pace and with its faults. Runs on the client's event loop. */
final class DueMessages {
    /** Larger messages, in bytes, are sound or images, and tell of no tokens. */
    private static final int LARGE = 128 << 10;

    /** In any message that tells of tokens, whatever the API calls them: {@code usage}, {@code usageMetadata}. */
    private static final Bytes USAGE = Bytes.utf8("\"usage");

    /**
     * How it is replayed.
     *
     * @param number how often the handshake was answered before in this run of its test
     * @param faults what goes wrong on purpose; empty for nothing
     */
    record Manner(Pace pace, int number, boolean mayForward, Optional<ConversationFaults> faults) {}

    private final Call call;
    private final SocketReplay replay;
    private final Manner manner;
    private final OutgoingMessages outgoing;
    private Optional<TokenUsage> saved = Optional.empty();
    private int bursts;
    private boolean isCloseDue;
    private boolean hasFaultEnded;

    DueMessages(Call call, SocketReplay replay, Manner manner, OutgoingMessages outgoing) {
        this.call = call;
        this.replay = replay;
        this.manner = manner;
        this.outgoing = outgoing;
    }

    /** The tokens that no upstream had to be paid for. */
    Optional<TokenUsage> saved() {
        return saved;
    }

    /** @param sinceNanos when what is due now was released */
    void release(long sinceNanos, boolean isGreeting) {
        List<Due> due = replay.take();
        if (!due.isEmpty()) {
            Occasion occasion = Occasion.of(call.question().key(), manner.number() * 1_000 + bursts++, 1);
            long[] delays = manner.pace()
                    .delays(new Released(due.stream().map(Due::afterMs).toList(), isGreeting), occasion);
            long shift = 0;
            for (int i = 0; i < delays.length; i++) {
                shift += send(due.get(i).message(), sinceNanos + delays[i] + shift);
            }
        }
        Optional<DueClose> close = isCloseDue ? Optional.empty() : replay.closeDue();
        if (close.isPresent()) {
            isCloseDue = true;
            long delay =
                    manner.pace().delays(new Released(List.of(close.get().afterMs()), isGreeting), Occasion.ANY)[0];
            end(close.get(), sinceNanos + delay);
        }
        outgoing.sendDue();
    }

    /** @return how much later everything comes that follows */
    private long send(SocketMessage message, long dueNanos) {
        addUsage(message);
        if (manner.faults().isEmpty()) {
            outgoing.send(new Message(message.isBinary(), message.bytes()), dueNanos);
            return 0;
        }
        return perform(manner.faults().get().next(message), dueNanos);
    }

    /** Adds the tokens that a message tells of: no upstream had to be paid for them. */
    private void addUsage(SocketMessage message) {
        if (message.bytes().size() <= LARGE && message.bytes().contains(USAGE)) {
            Json.tryParse(message.bytes())
                    .flatMap(call.family().sockets()::usage)
                    .ifPresent(more -> saved =
                            Optional.of(saved.map(before -> before.plus(more)).orElse(more)));
        }
    }

    private void end(DueClose close, long dueNanos) {
        long shift = manner.faults().map(its -> perform(its.end(), dueNanos)).orElse(0L);
        if (hasFaultEnded) {
            return;
        }
        close.close()
                .ifPresentOrElse(
                        frame -> outgoing.close(new CloseFrame(frame.code(), frame.reason()), dueNanos + shift),
                        () -> outgoing.breakOff(Abort.CUT, dueNanos + shift));
    }

    private long perform(List<ConversationStep> steps, long dueNanos) {
        long shift = 0;
        for (ConversationStep step : steps) {
            if (hasFaultEnded) {
                return shift;
            }
            hasFaultEnded = step.isEnd();
            if (step instanceof ConversationStep.Send send) {
                outgoing.send(send, dueNanos + shift);
            } else if (step instanceof ConversationStep.Wait wait) {
                shift += wait.nanos();
            } else if (step instanceof ConversationStep.Close close) {
                outgoing.close(new CloseFrame(close.code(), close.reason()), dueNanos + shift);
            } else if (step instanceof ConversationStep.Cut) {
                outgoing.breakOff(Abort.CUT, dueNanos + shift);
            } else if (step instanceof ConversationStep.Reset) {
                outgoing.breakOff(Abort.RESET, dueNanos + shift);
            }
        }
        return shift;
    }
}
