package io.reprise.server.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.SocketErrors;
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
import io.reprise.server.http.ClientConnection.Abort;
import io.reprise.server.http.EventLoop;
import io.reprise.server.report.Outcome.Cost;
import io.reprise.server.report.Outcome.Talk;
import io.reprise.server.report.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.socket.RunningConversations.Running;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One conversation that is replayed: hands on what the client sends, and has sent what is due. Runs on the client's event loop. */
final class ReplayedConversation implements Running, WebSocket.Listener, OutgoingMessages.Listener {
    /** Messages above this size, in bytes, are not parsed on the event loop. */
    private static final int LARGE = 128 << 10;

    /** After so long without a message, a client has sent all the sound that it has. */
    private static final long QUIET_MS = 200;

    private static final int BROKEN = 1_006;

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
    private final WebSocket client;
    private final SocketReplay replay;
    private final Manner manner;
    private final SocketReplayer.Tools tools;
    private final OutgoingMessages outgoing;
    private final Deque<Message> waiting = new ArrayDeque<>();
    /** What the client has sent, as long as an upstream might have to be told. */
    private final List<TakenOverClient.Sent> sent = new ArrayList<>();

    private Optional<TokenUsage> saved = Optional.empty();
    private int received;
    private int bursts;
    private boolean isBusy;
    private boolean isCloseDue;
    private boolean hasFaultEnded;
    private boolean isStopping;
    private boolean isOver;
    private EventLoop.@Nullable Timer quiet;

    ReplayedConversation(Call call, WebSocket client, SocketReplay replay, Manner manner, SocketReplayer.Tools tools) {
        this.call = call;
        this.client = client;
        this.replay = replay;
        this.manner = manner;
        this.tools = tools;
        this.outgoing = new OutgoingMessages(call, client, tools.scheduler(), this);
    }

    void start() {
        tools.running().begin(this);
        client.whenGone(() -> tools.running().end(this));
        client.listen(this);
        release(call.scope().wholeNanos(), true);
    }

    @Override
    public void message(Message message) {
        if (isOver) {
            return;
        }
        received++;
        waiting.add(message);
        followAll();
    }

    /** Follows what the client has sent, in its order. */
    private void followAll() {
        while (!isBusy && !isOver && !waiting.isEmpty()) {
            Message message = waiting.remove();
            if (manner.mayForward() && replay.hasOnlyGreeted()) {
                sent.add(new TakenOverClient.Sent(message, replay.speaking(outgoing.sent())));
            } else {
                sent.clear();
            }
            SocketMessage its = new SocketMessage(0, Sender.CLIENT, message.isBinary(), message.bytes());
            if (message.bytes().size() > LARGE) {
                isBusy = true;
                client.pause();
                call.scope().onWorker(() -> replay.received(its), this::followed);
            } else {
                follow(replay.received(its));
            }
        }
    }

    private void followed(boolean fits) {
        isBusy = false;
        client.resume();
        if (!isOver) {
            follow(fits);
            followAll();
        }
    }

    private void follow(boolean fits) {
        stopWaiting();
        if (!fits) {
            leave();
            return;
        }
        release(System.nanoTime(), false);
        if (replay.isAwaitingQuiet()) {
            quiet = call.scope().after(QUIET_MS, this::quiet);
        }
    }

    private void stopWaiting() {
        if (quiet != null) {
            quiet.cancel();
            quiet = null;
        }
    }

    private void quiet() {
        quiet = null;
        if (!isOver && !isBusy) {
            replay.quiet();
            release(System.nanoTime(), false);
        }
    }

    /** @param sinceNanos when what is due now was released */
    private void release(long sinceNanos, boolean isGreeting) {
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
                    .ifPresent(more -> saved = Optional.of(saved.map(before ->
                                    new TokenUsage(before.input() + more.input(), before.output() + more.output()))
                            .orElse(more)));
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

    /** No recording fits any more. */
    private void leave() {
        if (manner.mayForward() && replay.hasOnlyGreeted()) {
            over();
            tools.forwarder()
                    .takeOver(call, client, new TakenOverClient.Beginning(sent, replay.speaking(outgoing.sent())));
            return;
        }
        over();
        tools.misses().explain(call, replay.departure().orElseThrow(), this::missed);
    }

    private void missed(Miss miss) {
        tools.misses().tell(call, client, miss);
        tools.misses().finish(call, new Talk(received, outgoing.sent() + 1, SocketErrors.CLOSE_CODE), miss);
    }

    private void over() {
        isOver = true;
        stopWaiting();
        outgoing.drop();
    }

    @Override
    public void ended(WebSocket.End end) {
        if (end instanceof WebSocket.End.Closed closed) {
            client.close(closed.frame());
        }
        if (isOver) {
            return;
        }
        over();
        if (end instanceof WebSocket.End.Closed closed) {
            finish(closed.frame().code(), "");
        } else {
            finish(BROKEN, "the client went away: " + ((WebSocket.End.Broken) end).reason());
        }
    }

    @Override
    public void sentEnd(Optional<CloseFrame> frame) {
        if (!isOver) {
            over();
            finish(frame.map(CloseFrame::code).orElse(BROKEN), "");
        }
    }

    @Override
    public void sentAll() {
        if (isStopping && !isOver) {
            over();
            client.close(LiveConversation.STOPPED);
            finish(LiveConversation.STOPPED.code(), "the server stopped");
        }
    }

    private void finish(int code, String note) {
        Verb verb = manner.faults().isEmpty() ? Verb.REPLAYED : Verb.FAULTED;
        call.finish(verb, new Talk(received, outgoing.sent(), code), note, Cost.saving(saved));
    }

    @Override
    public void stop() {
        call.scope()
                .loop()
                .execute(() -> call.scope().run(() -> {
                    isStopping = true;
                    outgoing.sendDue();
                }));
    }
}
