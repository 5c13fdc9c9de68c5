package io.reprise.server;

import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.fault.Script;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Has answers go wrong on purpose. One for each event loop. */
final class FaultInjector {
    private final Vertx vertx;
    private final DeadlineScheduler timetable;
    private final Shared shared;
    private final Refuser refuser;
    /** Those to which nothing more is sent, and which are not ended either. */
    private final Set<HttpServerResponse> hanging = ConcurrentHashMap.newKeySet();

    FaultInjector(Vertx vertx, DeadlineScheduler timetable, Shared shared, Refuser refuser) {
        this.vertx = vertx;
        this.timetable = timetable;
        this.shared = shared;
        this.refuser = refuser;
    }

    /**
     * Sends what the faults make of an answer.
     *
     * @param answer is called on a worker
     */
    void spoil(Job job, Faults faults, Callable<Answer> answer) {
        play(job.struckBy(faults.toString()), () -> faults.script(answer.call()));
    }

    /** Sends what the faults send in the place of any answer. */
    void replace(Job job, Faults faults) {
        play(job.struckBy(faults.toString()), () -> faults.script(job.question().parsed(), Instant.now()));
    }

    /**
     * Does what can be done to an answer that nobody has yet, and has it asked for, where the client is still to get it.
     * Faults that the request itself brings and that cannot be done are refused; others are left out.
     */
    void strikeBefore(Job job, Faults faults, Consumer<Job> ask) {
        if (faults.areInstead()) {
            shared.archive()
                    .occurrences()
                    .attempt(job.question().test(), job.question().key(), false);
            replace(job, faults);
        } else if (faults.areDelays()) {
            job.response().headers().set(Script.HEADER, Script.header(faults));
            vertx.setTimer(Math.max(1, faults.delay().toMillis()), late -> ask.accept(job.struckBy(faults.toString())));
        } else if (job.addressed().wishes().fault().isPresent()) {
            refuser.refuse(
                    job,
                    400,
                    "the fault '" + faults + "' can strike recorded answers only, since it needs the whole of it, and "
                            + "this one would come from an upstream; record it first, or use status=, delay=, or cut, "
                            + "reset or stall at the start");
        } else {
            shared.journal()
                    .say("the fault '" + faults + "' strikes recorded answers only; "
                            + job.request().method() + " " + job.request().path() + " is passed on as it comes");
            ask.accept(job);
        }
    }

    private void play(Job job, Callable<Script> script) {
        vertx.executeBlocking(script, false)
                .onSuccess(written -> play(job, written))
                .onFailure(cause -> refuser.broken(job, cause));
    }

    private void play(Job job, Script script) {
        shared.journal().paced().incrementAndGet();
        new ScriptedAnswer(script, job.client(), timetable, new ScriptedAnswer.Listener() {
                    @Override
                    public void ended(int sent, boolean hasClientGone) {
                        shared.journal().paced().decrementAndGet();
                        String note = hasClientGone ? "the client went away" : "";
                        shared.journal().note(job.outcome(Outcome.Verb.SPOILT, script.status(), sent, note));
                    }

                    @Override
                    public void hangs() {
                        hang(job.response());
                    }
                })
                .start();
    }

    private void hang(HttpServerResponse response) {
        hanging.add(response);
        response.closeHandler(closed -> hanging.remove(response));
    }

    /** Lets go of those that hang, so that nobody waits for them when the server stops. */
    void letGo() {
        hanging.forEach(HttpServerResponse::reset);
        hanging.clear();
    }
}
