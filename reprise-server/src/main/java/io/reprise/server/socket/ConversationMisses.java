package io.reprise.server.socket;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.explain.NotAsked;
import io.reprise.core.explain.SocketErrors;
import io.reprise.core.plan.Plan;
import io.reprise.core.socket.Departure;
import io.reprise.server.outcome.MissLog;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Talk;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells clients of a WebSocket that there is no recording: by a message in the words of the API, and by a close. */
public final class ConversationMisses {

    private final MissExplainer explainer;
    private final MissLog log;
    private final ClientSockets clients;
    private final Function<Call, NotAsked> notAsked;

    /** @param notAsked why no upstream was asked for a call */
    public ConversationMisses(
            MissExplainer explainer, MissLog log, ClientSockets clients, Function<Call, NotAsked> notAsked) {
        this.notAsked = notAsked;
        this.explainer = explainer;
        this.log = log;
        this.clients = clients;
    }

    /** Accepts a handshake that was never recorded, since clients show little of one that is refused. */
    public void answer(Call call, Plan.Refuse refused) {
        call.scope().onWorker(() -> miss(call, refused), miss -> {
            call.scope().missedAs(log.add(miss, call.question()));
            Headers head = Headers.of(MissLog.HEADER, call.question().key().hex());
            clients.accept(
                    call, head, ClientSockets.protocol(call.handshake().orElseThrow(), Optional.empty()), client -> {
                        client.listen(new Silence(client));
                        tell(call, client, miss);
                        finish(call, new Talk(0, 1, SocketErrors.CLOSE_CODE), miss);
                    });
        });
    }

    private Miss miss(Call call, Plan.Refuse refused) {
        return advised(call, explainer.explain(call.question(), refused));
    }

    private Miss advised(Call call, Miss miss) {
        return MissExplainer.because(notAsked.apply(call), miss);
    }

    /** Explains where a client left the recordings, on a worker. */
    void explain(Call call, Departure departure, Consumer<Miss> then) {
        call.scope().onWorker(() -> advised(call, explainer.explain(call.question(), departure)), miss -> {
            call.scope().missedAs(log.add(miss, call.question()));
            then.accept(miss);
        });
    }

    void tell(Call call, WebSocket client, Miss miss) {
        client.send(new Message(false, Bytes.utf8(SocketErrors.message(call.family(), miss))));
        client.close(new CloseFrame(SocketErrors.CLOSE_CODE, SocketErrors.closeReason(miss)));
    }

    void finish(Call call, Talk talk, Miss miss) {
        call.finish(Verb.MISSED, talk, miss.line(), Cost.NONE);
    }

    /** Takes what a client sends that has been told of its miss. */
    private record Silence(WebSocket client) implements WebSocket.Listener {
        @Override
        public void message(Message message) {
            // It was sent before the close had arrived.
        }

        @Override
        public void ended(WebSocket.End end) {
            client.close(new CloseFrame(SocketErrors.CLOSE_CODE, ""));
        }
    }
}
