package io.reprise.server.socket;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.socket.RunningConversations.Running;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import io.reprise.server.websocket.WebSocket.End;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Passes messages on between a client and an upstream, as they arrive, and has them kept at the end. A side that reads slowly slows down the
 * other. Runs on the client's event loop.
 */
final class LiveConversation implements Running {
    private static final long LONGEST_GREETING_MS = 5_000;
    static final CloseFrame STOPPED = new CloseFrame(CloseFrame.GOING_AWAY, "Reprise stops");

    /** Both ends. */
    record Ends(WebSocket client, WebSocket upstream) {}

    private final Call call;
    private final Ends ends;
    private final ConversationKeeper.Answered answered;
    private final Transcript transcript;
    private final SocketForwarder.Ending whenEnded;
    /** What the client sent, while greetings of the upstream are awaited. */
    private final Deque<TakenOverClient.Sent> held = new ArrayDeque<>();
    /** How many greetings of the upstream the client is not to get, since it has got recorded ones. */
    private int greeted;
    /** How many of them have come. */
    private int greetings;

    private boolean isOver;
    private boolean isKept;

    LiveConversation(
            Call call,
            Ends ends,
            ConversationKeeper.Answered answered,
            Transcript transcript,
            SocketForwarder.Ending whenEnded) {
        this.call = call;
        this.ends = ends;
        this.answered = answered;
        this.transcript = transcript;
        this.whenEnded = whenEnded;
    }

    /** @param beginning what was said before the upstream was asked */
    void start(TakenOverClient.Beginning beginning) {
        whenEnded.running().begin(this);
        ends.client().whenGone(this::leaveIfOver);
        greeted = beginning.greeted();
        held.addAll(beginning.sent());
        if (isBeingGreeted()) {
            call.scope().after(LONGEST_GREETING_MS, () -> {
                greetings = greeted; // it seems to be silent
                passHeld();
            });
        }
        passHeld();
        ends.client().whenWritable(ends.upstream()::resume);
        ends.upstream().whenWritable(ends.client()::resume);
        ends.client().listen(new FromClient());
        ends.upstream().listen(new FromUpstream());
    }

    private final class FromClient implements WebSocket.Listener {
        @Override
        public void message(Message message) {
            pass(Sender.CLIENT, message, ends.client(), ends.upstream());
        }

        @Override
        public void ended(End end) {
            endedBy(Sender.CLIENT, end, reason -> {
                ends.upstream().abort();
                end(Optional.empty(), Ending.COMPLETE, "the client went away: " + reason);
            });
        }
    }

    private final class FromUpstream implements WebSocket.Listener {
        @Override
        public void message(Message message) {
            pass(Sender.UPSTREAM, message, ends.upstream(), ends.client());
        }

        @Override
        public void ended(End end) {
            endedBy(
                    Sender.UPSTREAM,
                    end,
                    reason -> end(Optional.empty(), Ending.CUT, "the upstream broke off: " + reason));
        }
    }

    private void endedBy(Sender side, End how, Consumer<String> broken) {
        if (isOver) {
            return;
        }
        if (how instanceof End.Closed closed) {
            ends.upstream().close(closed.frame());
            end(Optional.of(transcript.close(side, closed.frame())), Ending.COMPLETE, "");
        } else if (how instanceof End.Broken reason) {
            broken.accept(reason.reason());
        } else {
            refused(side, ((End.Refused) how).frame(), broken);
        }
    }

    /** What the client sent was refused before the upstream was there; in the place of {@link #start}. */
    void refusedBefore(CloseFrame frame) {
        refused(Sender.CLIENT, frame, reason -> {});
    }

    /** What was refused would be missing in a recording, which would look as if it were whole. */
    private void refused(Sender side, CloseFrame frame, Consumer<String> broken) {
        boolean isTooLarge = frame.code() == CloseFrame.TOO_LARGE;
        if (side == Sender.UPSTREAM && !isTooLarge) {
            broken.accept(frame.reason()); // it is the upstream that has failed
            return;
        }
        isOver = true;
        ends.upstream().abort();
        ConversationKeeper keeper = whenEnded.keeper();
        LossReason loss = isTooLarge ? LossReason.TOO_LARGE : LossReason.UNREADABLE;
        String words = "what the " + side.name().toLowerCase(Locale.ROOT) + " sent was refused: " + frame.reason();
        ended(
                keeper.keeps() ? keeper.lost(call, loss, words) : new AnswerKeeper.Result(Verb.FORWARDED, 0, words),
                Optional.empty(),
                side == Sender.UPSTREAM ? Ending.CUT : Ending.COMPLETE);
    }

    private boolean isBeingGreeted() {
        return greetings < greeted;
    }

    /** Passes on what the client sent after as many greetings as the upstream has sent now. */
    private void passHeld() {
        while (!isOver && !held.isEmpty() && held.element().greeted() <= greetings) {
            forward(Sender.CLIENT, held.remove().message(), ends.client(), ends.upstream());
        }
    }

    private void pass(Sender from, Message message, WebSocket source, WebSocket target) {
        if (isOver) {
            return;
        }
        if (!isBeingGreeted()) {
            forward(from, message, source, target);
        } else if (from == Sender.CLIENT) {
            held.add(new TakenOverClient.Sent(message, greeted));
        } else {
            transcript.add(from, message);
            greetings += isNotice(message) ? 0 : 1;
            passHeld();
        }
    }

    private boolean isNotice(Message message) {
        return Json.tryParse(message.bytes())
                .filter(call.family().sockets()::isNotice)
                .isPresent();
    }

    private void forward(Sender from, Message message, WebSocket source, WebSocket target) {
        transcript.add(from, message);
        target.send(message);
        if (!target.isWritable()) {
            source.pause();
        }
    }

    /** The client sees the end when the conversation is kept. */
    private void end(Optional<Close> close, Ending ending, String note) {
        isOver = true;
        ConversationKeeper keeper = whenEnded.keeper();
        if (!keeper.keeps()) {
            ended(new AnswerKeeper.Result(Verb.FORWARDED, 0, note), close, ending);
        } else if (transcript.isTooLarge()) {
            ended(keeper.lost(call, LossReason.TOO_LARGE, transcript.loss()), close, ending);
        } else {
            call.scope()
                    .loop()
                    .onKeeper(
                            () -> keeper.keep(call, answered, transcript.conversation(close), ending),
                            result -> call.scope().run(() -> ended(with(result, note), close, ending)),
                            thrown -> call.scope().run(() -> ended(unexpected(thrown), close, ending)));
        }
    }

    private AnswerKeeper.Result unexpected(Throwable thrown) {
        call.scope().report(thrown);
        return whenEnded.keeper().lost(call, LossReason.UNEXPECTED, "unexpected error: " + thrown);
    }

    private static AnswerKeeper.Result with(AnswerKeeper.Result result, String more) {
        String note = result.note().isEmpty() || more.isEmpty() ? result.note() + more : more + "; " + result.note();
        return new AnswerKeeper.Result(result.verb(), result.chunks(), note);
    }

    private void ended(AnswerKeeper.Result result, Optional<Close> close, Ending ending) {
        if (close.isPresent()) {
            ends.client().close(new CloseFrame(close.get().code(), close.get().reason()));
        } else if (ending == Ending.CUT) {
            ends.client().abort();
        }
        finish(result, close.map(Close::code));
    }

    private void leaveIfOver() {
        if (isKept && ends.client().isGone()) {
            whenEnded.running().end(this);
        }
    }

    private void finish(AnswerKeeper.Result result, Optional<Integer> code) {
        call.finish(result.verb(), transcript.talk(code), result.note(), Cost.calls(1));
        whenEnded.keeper().end();
        isKept = true;
        leaveIfOver();
    }

    @Override
    public void stop() {
        call.scope().loop().execute(() -> call.scope().run(this::stopNow));
    }

    private void stopNow() {
        if (isOver) {
            return;
        }
        isOver = true;
        ends.upstream().close(STOPPED);
        ends.client().close(STOPPED);
        AnswerKeeper.Result result = whenEnded.keeper().keeps()
                ? whenEnded
                        .keeper()
                        .lost(call, LossReason.STOPPED, "the server stopped before the conversation had ended")
                : new AnswerKeeper.Result(Verb.FORWARDED, 0, "the server stopped");
        finish(result, Optional.of(STOPPED.code()));
    }
}
