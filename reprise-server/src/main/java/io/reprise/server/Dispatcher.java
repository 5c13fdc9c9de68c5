package io.reprise.server;

import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Faults;
import io.reprise.server.forward.Forwarder;
import io.reprise.server.forward.InFlightRequests;
import io.reprise.server.lookup.FoundRecordings;
import io.reprise.server.lookup.RecordingCache;
import io.reprise.server.routing.Call;
import io.reprise.server.upstream.MissingKeys;

/** Decides what happens to a call, and has it carried out. One for each event loop. */
final class Dispatcher {
    private final RecordingCache recordings;
    private final AwayStore away;
    private final Planner planner;
    private final ModelLists modelLists;
    private final Forwarder forwarder;
    private final Executors executors;
    private final MissingKeys missingKeys;

    /**
     * Where answers are looked for.
     *
     * @param away answers if recordings cannot be looked for
     * @param missingKeys says for which calls no upstream can be asked
     */
    record Sources(RecordingCache recordings, AwayStore away, MissingKeys missingKeys) {}

    Dispatcher(Sources sources, Planner planner, ModelLists modelLists, Forwarder forwarder, Executors executors) {
        this.recordings = sources.recordings();
        this.away = sources.away();
        this.missingKeys = sources.missingKeys();
        this.planner = planner;
        this.modelLists = modelLists;
        this.forwarder = forwarder;
        this.executors = executors;
    }

    void dispatch(Call call, Mode wanted, Faults faults) {
        boolean hasNoKey = wanted != Mode.REPLAY && missingKeys.of(call).isPresent();
        if (hasNoKey && wanted.lookUp() == Mode.LookUp.NONE && !faults.areInstead()) {
            refuse(call, faults);
            return;
        }
        Mode mode = hasNoKey && wanted == Mode.RECORD_IF_MISSING ? Mode.REPLAY : wanted; // nobody can be asked
        if (mode.lookUp() == Mode.LookUp.NONE || planner.isNeverKept(call.question())) {
            carryOut(call, mode, faults, FoundRecordings.none(call.question()), InFlightRequests.NEVER_LOOKED);
        } else if (!joins(call, mode, faults)) {
            lookUp(call, mode, faults);
        }
    }

    private void refuse(Call call, Faults faults) {
        executors.carryOut(
                new Plan.Refuse(new Plan.Refuse.NoKey()),
                new PlanExecutor.Situation(
                        call, faults, FoundRecordings.none(call.question()), InFlightRequests.NEVER_LOOKED, () -> {}));
    }

    /** Whether the call receives an answer that is being recorded. */
    private boolean joins(Call call, Mode mode, Faults faults) {
        return faults.isNone()
                && !call.asksForEvents()
                && !call.isSocket()
                && forwarder.join(call, () -> dispatchLater(call, mode, faults));
    }

    private void lookUp(Call call, Mode mode, Faults faults) {
        long endedBefore = forwarder.ended();
        RecordingCache.Query query = RecordingCache.Query.of(call.question(), mode);
        call.scope()
                .await(
                        away.orElse(recordings.find(query), call, mode),
                        found -> carryOut(
                                call, mode, faults, call.isSocket() ? found : found.withoutSockets(), endedBefore));
    }

    private void carryOut(Call call, Mode mode, Faults faults, FoundRecordings all, long endedBefore) {
        if (modelLists.areJoined(call, mode, all)) {
            modelLists.answer(call, mode, faults, all);
            return;
        }
        FoundRecordings found = modelLists.ofOne(call, mode, all);
        Plan plan = planner.plan(call.asked(), mode, faults, found.answers());
        if (plan instanceof Plan.Replay replay) {
            call.scope()
                    .answeredBy(found.answers()
                            .get(replay.turn().recording())
                            .entry()
                            .location());
        }
        executors.carryOut(
                plan,
                new PlanExecutor.Situation(call, faults, found, endedBefore, () -> dispatchLater(call, mode, faults)));
    }

    private void dispatchLater(Call call, Mode mode, Faults faults) {
        call.scope().loop().execute(() -> call.scope().run(() -> dispatch(call, mode, faults)));
    }
}
