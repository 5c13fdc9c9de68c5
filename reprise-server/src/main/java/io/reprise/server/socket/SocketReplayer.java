package io.reprise.server.socket;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Turn;
import io.reprise.core.replay.fault.ConversationFaults;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.fault.Script;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.socket.SocketReplay;
import io.reprise.core.store.Store;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.Handshake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Replays conversations. One for each event loop. */
public final class SocketReplayer {
    /** What all of them use. */
    public record Tools(
            ClientSockets clients,
            DeadlineScheduler scheduler,
            ConversationMisses misses,
            SocketForwarder forwarder,
            RunningConversations running,
            UsedRecordings used) {}

    private final Tools tools;
    private final KeyRules rules;
    private final Paces paces;
    private final Occurrences occurrences;
    private final ConversationIds ids;

    public SocketReplayer(Tools tools, KeyRules rules, Paces paces, Occurrences occurrences, ConversationIds ids) {
        this.ids = ids;
        this.tools = tools;
        this.rules = rules;
        this.paces = paces;
        this.occurrences = occurrences;
    }

    /**
     * What is replayed.
     *
     * @param recordings of the handshake; with conversations
     * @param first the index of the one whose turn it is
     * @param mayForward whether the upstream is asked where the first message fits none of them
     */
    public record Recorded(List<Store.Entry> recordings, int first, Turn turn, boolean mayForward) {
        public Recorded {
            recordings = List.copyOf(recordings);
        }

        private Exchange next() {
            return recordings.get(first).recording().exchange();
        }

        /** The one whose turn it is, those after it, and those before it. */
        private List<Store.Entry> inOrder() {
            List<Store.Entry> order = new ArrayList<>(recordings.subList(first, recordings.size()));
            order.addAll(recordings.subList(0, first));
            return order;
        }
    }

    /** Notes that the client gets no conversation that it could use, so that its next handshake is answered in the same way. */
    public void takeBack(Call call, Turn turn) {
        occurrences.takeBack(call.asker(), turn);
    }

    public void replay(Call call, Recorded recorded, Faults faults) {
        if (faults.loseAnswer()) {
            takeBack(call, recorded.turn());
        }
        Exchange next = recorded.next();
        Optional<ConversationFaults> its = faults.isNone()
                ? Optional.empty()
                : Optional.of(ConversationFaults.of(
                        faults, call.family(), next.socket().orElseThrow()));
        Headers headers = faults.isNone()
                ? next.response().headers()
                : next.response().headers().plus(Script.HEADER, Script.header(faults));
        DueMessages.Manner manner = new DueMessages.Manner(
                pace(call), recorded.turn().number(), recorded.mayForward() && faults.isNone(), its);
        Call named = faults.isNone() ? call : call.withFault(faults.toString());
        long delay = its.map(each -> each.delay().toMillis()).orElse(0L);
        Runnable prepare = () -> call.scope()
                .onWorker(
                        () -> new SocketReplay(
                                ids.of(recorded.inOrder(), call.question().test()), rules),
                        replay -> accept(named, headers, replay, manner));
        if (delay > 0) {
            call.scope().after(delay, prepare);
        } else {
            prepare.run();
        }
    }

    private void accept(Call call, Headers headers, SocketReplay replay, DueMessages.Manner manner) {
        Optional<String> protocol =
                ClientSockets.protocol(call.handshake().orElseThrow(), headers.first(Handshake.PROTOCOL));
        tools.clients()
                .accept(
                        call,
                        headers,
                        protocol,
                        client -> new ReplayedConversation(call, client, replay, manner, tools).start());
    }

    private Pace pace(Call call) {
        return call.overrides().pace().orElseGet(() -> paces.of(call.question(), call.model()));
    }
}
