package io.reprise.server.socket;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Turn;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.socket.SocketReplay;
import io.reprise.core.store.Store;
import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.Handshake;
import java.util.ArrayList;
import java.util.List;

/** Replays conversations. One for each event loop. */
public final class SocketReplayer {
    /** What all of them use. */
    public record Tools(
            ClientSockets clients,
            DeadlineScheduler scheduler,
            ConversationMisses misses,
            SocketForwarder forwarder,
            RunningConversations running) {}

    private final Tools tools;
    private final KeyRules rules;
    private final Paces paces;

    public SocketReplayer(Tools tools, KeyRules rules, Paces paces) {
        this.tools = tools;
        this.rules = rules;
        this.paces = paces;
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

        /** The one whose turn it is, those after it, and those before it. */
        private List<Store.Entry> inOrder() {
            List<Store.Entry> order = new ArrayList<>(recordings.subList(first, recordings.size()));
            order.addAll(recordings.subList(0, first));
            return order;
        }
    }

    public void replay(Call call, Recorded recorded, Faults faults) {
        call.scope()
                .onWorker(() -> new SocketReplay(recorded.inOrder(), rules), replay -> accept(call, recorded, replay));
    }

    private void accept(Call call, Recorded recorded, SocketReplay replay) {
        Headers headers = recorded.recordings()
                .get(recorded.first())
                .recording()
                .exchange()
                .response()
                .headers();
        tools.clients()
                .accept(
                        call,
                        headers,
                        ClientSockets.protocol(call.handshake().orElseThrow(), headers.first(Handshake.PROTOCOL)),
                        client -> new ReplayedConversation(
                                        call,
                                        client,
                                        replay,
                                        new ReplayedConversation.Manner(
                                                pace(call), recorded.turn().number(), recorded.mayForward()),
                                        tools)
                                .start());
    }

    private Pace pace(Call call) {
        return call.overrides().pace().orElseGet(() -> paces.of(call.question(), call.model()));
    }
}
