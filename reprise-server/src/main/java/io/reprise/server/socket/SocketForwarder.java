package io.reprise.server.socket;

import io.reprise.core.plan.Plan;
import io.reprise.server.forward.AnswerKeeper;
import io.reprise.server.forward.Opening;
import io.reprise.server.forward.SocketOpener;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.request.ErrorAnswers;
import io.reprise.server.routing.Call;
import io.reprise.server.socket.ConversationKeeper.Answered;
import io.reprise.server.socket.LiveConversation.Ends;
import io.reprise.server.websocket.Handshake;
import io.reprise.server.websocket.WebSocket;
import java.util.Optional;

/** Has conversations with upstreams. One for each event loop. */
public final class SocketForwarder {
    private final SocketOpener opener;
    private final ClientSockets clients;
    private final AnswerKeeper keeper;
    private final RunningConversations running;
    private final long maxRecordingBytes;

    /** What is done when a conversation has ended. */
    record Ending(ConversationKeeper keeper, RunningConversations running) {}

    public SocketForwarder(
            SocketOpener opener,
            ClientSockets clients,
            AnswerKeeper keeper,
            RunningConversations running,
            long maxRecordingBytes) {
        this.opener = opener;
        this.clients = clients;
        this.keeper = keeper;
        this.running = running;
        this.maxRecordingBytes = maxRecordingBytes;
    }

    /** Asks the upstream, and answers the client's handshake as the upstream does. */
    public void forward(Call call, Plan.Keeping keeping) {
        Transcript transcript = transcript(call, keeping);
        Runnable giveUp = opener.open(call, keeping, opening -> {
            if (opening instanceof Opening.Failed && call.client().isClosed()) {
                call.finish(Verb.FORWARDED, 0, 0, "the client went away", Cost.calls(1));
            } else if (opening instanceof Opening.Failed failed && failed.isWrongRequest()) {
                call.refuse(failed.status(), failed.reason());
            } else if (opening instanceof Opening.Failed failed) {
                call.fail(failed.status(), failed.reason(), failed.retry(), Cost.calls(failed.calls()));
            } else if (opening instanceof Opening.Refused refused) {
                refused.pass().run();
            } else {
                accept(call, (Opening.Opened) opening, transcript, keeping);
            }
        });
        if (!call.client().isClosed()) {
            call.client().whenClosed(giveUp);
        }
    }

    private void accept(Call call, Opening.Opened opened, Transcript transcript, Plan.Keeping keeping) {
        WebSocket upstream = opened.socket();
        if (call.client().isClosed()) {
            upstream.abort();
            call.finish(Verb.FORWARDED, 0, 0, "the client went away", Cost.calls(1));
            return;
        }
        call.client().whenClosed(() -> {});
        if (keeper.hasUntoldFailure()) {
            ErrorAnswers.warn(call.client());
        }
        clients.accept(
                call,
                opened.headers(),
                opened.headers().first(Handshake.PROTOCOL),
                client -> conversation(call, new Ends(client, upstream), opened, transcript, keeping)
                        .start(TakenOverClient.Beginning.NOTHING),
                upstream::abort);
    }

    LiveConversation conversation(
            Call call, Ends ends, Opening.Opened opened, Transcript transcript, Plan.Keeping keeping) {
        Answered answered = new Answered(opened.upstream(), opened.headers());
        return new LiveConversation(call, ends, answered, transcript, new Ending(keeper(call, keeping), running));
    }

    /** Goes on with a client whose first message fits no recording. */
    void takeOver(Call call, WebSocket client, TakenOverClient.Beginning beginning) {
        Plan.Keeping keeping = Plan.Keeping.APPEND;
        TakenOverClient taken = new TakenOverClient(call, client, this, transcript(call, keeping), beginning);
        taken.hold();
        opener.open(call, keeping, taken::goOn);
    }

    private ConversationKeeper keeper(Call call, Plan.Keeping keeping) {
        boolean isKept = keeping != Plan.Keeping.NO;
        return new ConversationKeeper(
                keeper, isKept ? Optional.of(keeper.attempt(call, call.asker(), keeping)) : Optional.empty());
    }

    private Transcript transcript(Call call, Plan.Keeping keeping) {
        return keeping == Plan.Keeping.NO
                ? Transcript.counting()
                : Transcript.keeping(System.nanoTime(), maxRecordingBytes, call.scope()::takesForSocket);
    }
}
