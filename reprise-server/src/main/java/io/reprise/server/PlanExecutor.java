package io.reprise.server;

import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Faults;
import io.reprise.server.forward.Forwarder;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.replay.FaultInjector;
import io.reprise.server.replay.Replayer;
import io.reprise.server.request.ErrorAnswers;
import io.reprise.server.routing.Call;
import java.util.List;

/** Carries out what was decided about a call. One for each event loop. */
final class PlanExecutor {
    private final Replayer replayer;
    private final Forwarder forwarder;
    private final FaultInjector faultInjector;
    private final MissResponder misses;
    private final FailedRecordings failed;
    private final KnownReplays known;

    PlanExecutor(
            Replayer replayer,
            Forwarder forwarder,
            FaultInjector faultInjector,
            MissResponder misses,
            FailedRecordings failed,
            KnownReplays known) {
        this.replayer = replayer;
        this.forwarder = forwarder;
        this.faultInjector = faultInjector;
        this.misses = misses;
        this.failed = failed;
        this.known = known;
    }

    /**
     * What is known of a call when its plan is carried out.
     *
     * @param endedBefore how many requests in flight had ended before the store was looked at
     * @param lookAgain decides again, since a recording may have arrived in the meantime
     */
    record Situation(Call call, Faults faults, FoundRecordings found, long endedBefore, Runnable lookAgain) {
        private Situation withoutFaults(Call delayed) {
            return new Situation(delayed, Faults.NONE, found, endedBefore, lookAgain);
        }
    }

    void carryOut(Plan plan, Situation situation) {
        plan.accept(new Execution(situation)).run();
    }

    /** What is done for each kind of plan. */
    private final class Execution implements Plan.Visitor<Runnable> {
        private final Situation situation;

        Execution(Situation situation) {
            this.situation = situation;
        }

        @Override
        public Runnable replay(Plan.Replay replay) {
            situation.call().scope().understood();
            return () -> PlanExecutor.this.replay(replay, situation);
        }

        @Override
        public Runnable forward(Plan.Forward forward) {
            situation.call().scope().understood();
            return () -> PlanExecutor.this.forward(forward, situation);
        }

        @Override
        public Runnable refuse(Plan.Refuse refuse) {
            return () -> misses.answer(situation.call(), refuse);
        }
    }

    private void replay(Plan.Replay replay, Situation situation) {
        Call call = situation.call();
        if (failed.takeUntold()) {
            ErrorAnswers.warn(call.client());
        }
        List<PreparedResponse> answers = situation.found().answers();
        replayer.replay(call, answers.get(replay.turn().recording()), replay.turn(), situation.faults());
        known.learn(call, answers, situation.faults());
    }

    private void forward(Plan.Forward forward, Situation situation) {
        if (!situation.faults().isNone()) {
            faultInjector.beforeForwarding(
                    situation.call(), situation.faults(), call -> forward(forward, situation.withoutFaults(call)));
        } else {
            forwarder.forward(
                    situation.call(),
                    forward,
                    new Forwarder.Looked(
                            situation.endedBefore(), situation.found().versions()),
                    situation.lookAgain());
        }
    }
}
