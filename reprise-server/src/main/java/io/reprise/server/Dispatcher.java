package io.reprise.server;

import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Question;
import io.reprise.core.pace.Pace;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides what happens to a request, and has it done. One for each event loop; {@link Shared} is what they have in common. */
final class Dispatcher {
    /** Bodies above this size, in bytes, are not parsed on the event loop. */
    private static final int LARGE = 128 << 10;

    private final Vertx vertx;
    private final Shared shared;
    private final Forwarder forwarder;
    private final Refuser refuser;
    private final ModelLists modelLists;
    private final Player player;
    private final Renewal renewal = new Renewal();

    Dispatcher(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
        UpstreamClient client = new UpstreamClient(vertx);
        this.forwarder = new Forwarder(vertx, client, shared);
        this.refuser = new Refuser(vertx, shared);
        this.player = new Player(
                new Timetable(((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop()),
                shared.journal().paced());
        this.modelLists = new ModelLists(vertx, client, shared, refuser);
    }

    void dispatch(Addressed addressed, HttpServerResponse response, long startNanos) {
        ApiFamily family = ApiFamilies.of(addressed.request());
        TestId test = family.isModelList() ? TestId.NONE : addressed.test();
        if (addressed.request().body().size() <= LARGE) {
            Question question = shared.rules().question(addressed.request(), test);
            dispatch(new Job(addressed, question, family, response, startNanos));
            return;
        }
        vertx.executeBlocking(() -> shared.rules().question(addressed.request(), test), false)
                .onSuccess(question -> dispatch(new Job(addressed, question, family, response, startNanos)))
                .onFailure(cause -> Errors.answer(response, addressed.request(), 500, "unexpected: " + cause, false));
    }

    private void dispatch(Job job) {
        Addressed addressed = job.addressed();
        Question question = job.question();
        shared.journal()
                .explain(() -> "key " + question.key() + " of " + shared.rules().canonical(addressed.request()));
        shared.journal().explain(() -> "rules that apply: " + shared.rules().applied(addressed.request()));
        Mode mode = addressed.wishes().mode().orElse(shared.settings().mode());
        if (job.family().isModelList()) {
            modelLists.answer(job, mode);
        } else if (mode == Mode.LIVE || mode == Mode.RECORD) {
            Looked nothing =
                    new Looked(new Known(question, question, Optional.empty(), List.of()), Flights.NEVER_LOOKED);
            carryOut(job, mode, Plan.of(mode, new Match.Nothing(false)), nothing);
        } else {
            lookUp(job, mode);
        }
    }

    /** What the store had, and how many recordings had landed before it was asked. */
    private record Looked(Known known, long landedBefore) {}

    private void lookUp(Job job, Mode mode) {
        Optional<Flight> running =
                shared.archive().flights().running(job.question().key());
        if (running.isPresent() && forwarder.join(job, running.get())) {
            return;
        }
        long landed = shared.archive().flights().landed();
        shared.archive()
                .library()
                .look(job.question(), job.addressed().upstream(), mode == Mode.REPLAY)
                .onSuccess(known -> decide(job, mode, new Looked(known, landed)))
                .onFailure(cause -> refuser.broken(job, cause));
    }

    private void decide(Job job, Mode mode, Looked looked) {
        Question question = job.question();
        int available = looked.known().answers().size();
        OptionalInt turn = shared.archive()
                .occurrences()
                .next(
                        question.test(),
                        question.key(),
                        available,
                        job.addressed().isRetry());
        Match match = turn.isPresent() ? new Match.Found(turn.getAsInt()) : new Match.Nothing(available > 0);
        carryOut(job, mode, Plan.of(mode, match), looked);
    }

    private void carryOut(Job job, Mode mode, Plan plan, Looked looked) {
        if (plan instanceof Plan.Replay replay) {
            replay(job, looked.known(), replay.turn());
        } else if (plan instanceof Plan.Refuse refuse) {
            refuser.miss(job, refuse.isUsedUp());
        } else if (plan instanceof Plan.Forward forward
                && !forwarder.forward(job, forward.keeping(), looked.landedBefore())) {
            lookUp(job, mode);
        }
    }

    private void replay(Job job, Known known, int turn) {
        Prepared prepared = renewal.of(known.answers().get(turn));
        shared.journal()
                .explain(() -> "recording " + prepared.entry().location() + ", occurrence " + (turn + 1) + " of "
                        + known.answers().size());
        shared.archive().losses().tell().ifPresent(loss -> Errors.warn(job.response(), loss));
        Pace pace = job.addressed()
                .wishes()
                .pace()
                .orElse(shared.settings().replaying().pace());
        Player.Manner manner = new Player.Manner(pace, job.question().key(), turn);
        player.play(prepared, manner, job.response(), isWhole -> replayed(job, known, prepared, isWhole));
    }

    private void replayed(Job job, Known known, Prepared prepared, boolean isWhole) {
        prepared.usage().ifPresent(shared.journal()::saved);
        String note = isWhole ? prepared.entry().remark().orElse("") : "the client went away";
        Outcome.Answered answered = new Outcome.Answered(prepared.status(), prepared.chunks(), note);
        shared.journal().note(job.outcome(Outcome.Verb.REPLAYED, known.model(), answered));
    }
}
