package io.reprise.server.replay;

import io.reprise.core.plan.Occurrences;
import io.reprise.core.plan.Plan;
import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.fault.Script;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.report.Journal;
import io.reprise.server.routing.Call;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Has answers go wrong on purpose. One for each event loop. */
public final class FaultInjector {
    private final DeadlineScheduler scheduler;
    private final RunningStreams running;
    private final Occurrences occurrences;
    private final Journal journal;
    private final OpenAnswers openAnswers;

    public FaultInjector(
            DeadlineScheduler scheduler,
            RunningStreams running,
            OpenAnswers openAnswers,
            Occurrences occurrences,
            Journal journal) {
        this.scheduler = scheduler;
        this.running = running;
        this.openAnswers = openAnswers;
        this.occurrences = occurrences;
        this.journal = journal;
    }

    /**
     * Sends what the faults make of an answer.
     *
     * @param answer is called on a worker
     */
    public void alter(Call call, Faults faults, Callable<Answer> answer) {
        play(call.withFault(faults.toString()), () -> faults.script(answer.call()));
    }

    /** Sends what the faults send in the place of any answer. */
    public void replace(Call call, Faults faults) {
        play(
                call.withFault(faults.toString()),
                () -> faults.script(call.question().parsed(), Instant.now()));
    }

    /**
     * Applies to an answer that nobody has yet what can be applied to it, and has it asked for, where the client is still to get it. Faults
     * that the request itself brings and that need the whole answer are refused; others are left out.
     */
    public void beforeForwarding(Call call, Faults faults, Consumer<Call> forward) {
        if (faults.areInstead()) {
            occurrences
                    .attempt(call.asker(), Plan.Keeping.APPEND, call.isRetry())
                    .end(); // the client may try again
            replace(call, faults);
        } else if (faults.areDelays()) {
            call.client().addHeader(Script.HEADER, Script.header(faults));
            call.scope().after(faults.delay().toMillis(), () -> forward.accept(call.withFault(faults.toString())));
        } else if (call.overrides().fault().isPresent()) {
            call.refuse(
                    400,
                    "the fault '" + faults
                            + "' applies to recorded answers only, because it needs the whole answer, and this one "
                            + "would come from an upstream; record it first, or use status=, delay=, or cut, reset or stall at the "
                            + "start");
        } else {
            journal.say("the fault '" + faults + "' applies to recorded answers only; "
                    + call.request().method() + " " + call.request().path() + " is passed on without it");
            forward.accept(call);
        }
    }

    private void play(Call call, Callable<Script> script) {
        call.scope().onWorker(script, written -> play(call, written));
    }

    private void play(Call call, Script script) {
        running.begin();
        new ScriptedReplay(script, call.scope(), scheduler, new ScriptedReplay.Listener() {
                    @Override
                    public void ended(int sent, boolean hasClientGone) {
                        running.end();
                        String note = hasClientGone ? "the client went away" : "";
                        call.finish(Verb.FAULTED, script.status(), sent, note, Cost.NONE);
                    }

                    @Override
                    public void hangs() {
                        openAnswers.add(call.client());
                    }
                })
                .start();
    }
}
