package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.store.Store;
import io.reprise.server.PlanExecutor.Situation;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.replay.FaultInjector;
import io.reprise.server.routing.Call;
import io.reprise.server.socket.ConversationMisses;
import io.reprise.server.socket.SocketForwarder;
import io.reprise.server.socket.SocketReplayer;
import io.reprise.server.upstream.MissingKeys;
import java.util.List;

/** Carries out what was decided about a handshake. One for each event loop. */
final class SocketExecutor {
    private final SocketReplayer replayer;
    private final SocketForwarder forwarder;
    private final ConversationMisses misses;
    private final FaultInjector faultInjector;
    private final Asking asking;

    /** When an upstream may be asked in the middle of a conversation. */
    record Asking(CallHandler.Modes modes, MissingKeys missingKeys) {
        boolean isAllowed(Call call) {
            return modes.of(call) == Mode.RECORD_IF_MISSING
                    && missingKeys.of(call).isEmpty();
        }
    }

    SocketExecutor(
            SocketReplayer replayer,
            SocketForwarder forwarder,
            ConversationMisses misses,
            FaultInjector faultInjector,
            Asking asking) {
        this.replayer = replayer;
        this.forwarder = forwarder;
        this.misses = misses;
        this.faultInjector = faultInjector;
        this.asking = asking;
    }

    void carryOut(Plan plan, Situation situation) {
        plan.accept(new Plan.Visitor<Runnable>() {
                    @Override
                    public Runnable replay(Plan.Replay replay) {
                        return () -> SocketExecutor.this.replay(replay, situation);
                    }

                    @Override
                    public Runnable forward(Plan.Forward forward) {
                        return () -> SocketExecutor.this.forward(forward, situation);
                    }

                    @Override
                    public Runnable refuse(Plan.Refuse refuse) {
                        return () -> misses.answer(situation.call(), refuse);
                    }
                })
                .run();
    }

    private void replay(Plan.Replay replay, Situation situation) {
        Call call = situation.call();
        if (situation.faults().areInstead()) {
            replayer.takeBack(call, replay.turn());
            faultInjector.replace(call, situation.faults());
            return;
        }
        List<PreparedResponse> answers = situation.found().answers();
        PreparedResponse next = answers.get(replay.turn().recording());
        List<Store.Entry> conversations = answers.stream()
                .filter(PreparedResponse::isSocket)
                .map(PreparedResponse::entry)
                .toList();
        boolean mayForward = asking.isAllowed(call);
        replayer.replay(
                call,
                new SocketReplayer.Recorded(
                        conversations, conversations.indexOf(next.entry()), replay.turn(), mayForward),
                situation.faults());
    }

    private void forward(Plan.Forward forward, Situation situation) {
        if (situation.faults().isNone()) {
            forwarder.forward(situation.call(), forward.keeping());
        } else {
            faultInjector.beforeForwarding(
                    situation.call(), situation.faults(), call -> forwarder.forward(call, forward.keeping()));
        }
    }
}
