package io.reprise.server.socket;

import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.SocketErrors;
import io.reprise.core.socket.SocketReplay;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Talk;
import io.reprise.server.outcome.Outcome.Verb;
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

    /** After so many bytes that fit a recording, a client has gone too far to go on with an upstream. */
    private static final long MOST_REMEMBERED = 16L << 20;

    private static final int BROKEN = 1_006;

    private final Call call;
    private final WebSocket client;
    private final SocketReplay replay;
    private final DueMessages.Manner manner;
    private final DueMessages due;
    private final SocketReplayer.Tools tools;
    private final OutgoingMessages outgoing;
    private final Deque<Message> waiting = new ArrayDeque<>();
    /** What the client has sent, as long as an upstream might have to be told. */
    private final List<TakenOverClient.Sent> sent = new ArrayList<>();

    private long sentBytes;
    private boolean mayForward;
    private int received;
    private boolean isBusy;
    private boolean isStopping;
    private boolean isOver;
    private EventLoop.@Nullable Timer quiet;

    ReplayedConversation(
            Call call, WebSocket client, SocketReplay replay, DueMessages.Manner manner, SocketReplayer.Tools tools) {
        this.call = call;
        this.client = client;
        this.replay = replay;
        this.manner = manner;
        this.tools = tools;
        this.outgoing = new OutgoingMessages(call, client, tools.scheduler(), this);
        this.due = new DueMessages(call, replay, manner, outgoing);
        this.mayForward = manner.mayForward();
    }

    void start() {
        tools.running().begin(this);
        client.whenGone(() -> tools.running().end(this));
        client.listen(this);
        due.release(call.scope().wholeNanos(), true);
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
            remember(message);
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

    private void remember(Message message) {
        sentBytes += message.bytes().size();
        mayForward &= replay.hasOnlyGreeted() && sentBytes <= MOST_REMEMBERED;
        if (mayForward) {
            sent.add(new TakenOverClient.Sent(message, replay.speaking(outgoing.sent())));
        } else {
            sent.clear();
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
        due.release(System.nanoTime(), false);
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
            due.release(System.nanoTime(), false);
        }
    }

    /** No recording fits any more. */
    private void leave() {
        if (mayForward && replay.hasOnlyGreeted()) {
            waiting.forEach(behind -> sent.add(new TakenOverClient.Sent(behind, replay.speaking(outgoing.sent()))));
            waiting.clear();
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
        } else if (end instanceof WebSocket.End.Refused refused) {
            finish(
                    refused.frame().code(),
                    "what the client sent was refused: " + refused.frame().reason());
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
        replay.recording().ifPresent(tools.used()::note);
        Verb verb = manner.faults().isEmpty() ? Verb.REPLAYED : Verb.FAULTED;
        call.finish(verb, new Talk(received, outgoing.sent(), code), note, Cost.saving(due.saved()));
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
