package io.reprise.server;

import io.reprise.core.family.ParsedExchange;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Match;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Plan;
import io.reprise.core.plan.Turn;
import io.reprise.core.replay.fault.Answer;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.fault.Faults;
import io.reprise.core.replay.pace.Pace;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what happens to a request, and has it done. One for each event loop; {@link Shared} is what they have in common. */
final class Dispatcher {
    private final Vertx vertx;
    private final Shared shared;
    private final Forwarder forwarder;
    private final Refuser refuser;
    private final ModelLists modelLists;
    private final Player player;
    private final FaultInjector saboteur;
    private final IdRewriter renewal = new IdRewriter();

    Dispatcher(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
        UpstreamClient client = new UpstreamClient(vertx);
        this.forwarder = new Forwarder(vertx, client, shared);
        this.refuser = new Refuser(vertx, shared);
        DeadlineScheduler timetable =
                new DeadlineScheduler(((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop());
        this.player = new Player(timetable, shared.journal().paced());
        this.saboteur = new FaultInjector(vertx, timetable, shared, refuser);
        this.modelLists = new ModelLists(vertx, client, shared, new ModelLists.Others(refuser, saboteur));
    }

    /** Lets go of clients that would wait for ever. To be called on the event loop. */
    void letGo() {
        saboteur.letGo();
    }

    /** Carries out a request of which the meaning is found on a worker, since its body is large. */
    void dispatchLarge(RoutedRequest addressed, Client client) {
        vertx.executeBlocking(() -> Meaning.of(addressed, shared.rules()), false)
                .onSuccess(meaning -> dispatch(meaning, client))
                .onFailure(cause ->
                        Errors.answer(client.response(), addressed.request(), 500, "unexpected: " + cause, false));
    }

    void dispatch(Meaning meaning, Client client) {
        dispatch(new Job(meaning.addressed(), meaning.question(), meaning.family(), client, ""));
    }

    private void dispatch(Job job) {
        RoutedRequest addressed = job.addressed();
        Question question = job.question();
        shared.journal()
                .explain(() ->
                        "key " + question.key() + " of " + question.canonical().text());
        shared.journal().explain(() -> "rules that apply: " + shared.rules().applied(question.parsed()));
        Mode mode = addressed.wishes().mode().orElse(shared.settings().mode());
        Errand errand = new Errand(job, mode, faults(job));
        if (job.family().isModelList()) {
            modelLists.answer(job, mode, errand.faults());
        } else if (mode == Mode.LIVE || mode == Mode.RECORD) {
            Looked nothing = new Looked(
                    new FoundRecordings(question, question, Optional.empty(), List.of()),
                    InFlightRequests.NEVER_LOOKED);
            carryOut(errand, Plan.of(mode, new Match.Nothing(false)), nothing);
        } else {
            lookUp(errand);
        }
    }

    /** What goes wrong on purpose with the answer to this request. Counts it. */
    private Faults faults(Job job) {
        Optional<FaultRule> own = job.addressed().wishes().fault();
        return own.isEmpty() && shared.faults().rules().isEmpty()
                ? Faults.NONE
                : shared.faults().next(job.question(), job.question().parsed().model(), own);
    }

    /** A job, and what is known of it from the start. */
    private record Errand(Job job, Mode mode, Faults faults) {}

    /** What the store had, and how many recordings had landed before it was asked. */
    private record Looked(FoundRecordings known, long landedBefore) {}

    private void lookUp(Errand errand) {
        Job job = errand.job();
        Optional<SharedResponse> running =
                shared.archive().flights().running(job.question().key());
        if (running.isPresent() && errand.faults().isNone() && forwarder.join(job, running.get())) {
            return;
        }
        long landed = shared.archive().flights().landed();
        shared.archive()
                .library()
                .look(job.question(), job.addressed().upstream(), errand.mode() == Mode.REPLAY)
                .onSuccess(known -> decide(errand, new Looked(known, landed)))
                .onFailure(cause -> refuser.broken(job, cause));
    }

    private void decide(Errand errand, Looked looked) {
        Question question = errand.job().question();
        int available = looked.known().answers().size();
        Optional<Turn> turn = shared.archive()
                .occurrences()
                .next(
                        question.test(),
                        question.key(),
                        available,
                        errand.job().addressed().isRetry());
        Match match = turn.isPresent() ? new Match.Found(turn.get()) : new Match.Nothing(available > 0);
        carryOut(errand, Plan.of(errand.mode(), match), looked);
    }

    private void carryOut(Errand errand, Plan plan, Looked looked) {
        if (plan instanceof Plan.Replay replay) {
            replay(errand, looked.known(), replay.turn());
        } else if (plan instanceof Plan.Refuse refuse) {
            refuser.miss(errand.job(), refuse.isUsedUp());
        } else if (plan instanceof Plan.Forward forward) {
            forward(errand, forward.keeping(), looked);
        }
    }

    private void forward(Errand errand, Plan.Keeping keeping, Looked looked) {
        if (!errand.faults().isNone()) {
            saboteur.strikeBefore(
                    errand.job(),
                    errand.faults(),
                    job -> forward(new Errand(job, errand.mode(), Faults.NONE), keeping, looked));
        } else if (!forwarder.forward(errand.job(), keeping, looked.landedBefore())) {
            lookUp(errand);
        }
    }

    private void replay(Errand errand, FoundRecordings known, Turn turn) {
        Job job = errand.job();
        PreparedResponse prepared = renewal.of(known.answers().get(turn.recording()));
        shared.journal()
                .explain(() -> "recording " + prepared.entry().location() + ", occurrence " + (turn.recording() + 1)
                        + " of " + known.answers().size());
        shared.archive().losses().tell().ifPresent(loss -> Errors.warn(job.response(), loss));
        Player.Manner manner = new Player.Manner(pace(job), job.question().key(), turn.number());
        if (errand.faults().isNone()) {
            player.play(prepared, manner, job.client(), isWhole -> replayed(job, known, prepared, isWhole));
        } else {
            spoil(errand, prepared, manner);
        }
    }

    private Pace pace(Job job) {
        return job.addressed()
                .wishes()
                .pace()
                .orElseGet(() -> shared.paces().isOne()
                        ? shared.paces().usual()
                        : shared.paces()
                                .of(job.question(), job.question().parsed().model()));
    }

    private void spoil(Errand errand, PreparedResponse prepared, Player.Manner manner) {
        Job job = errand.job();
        if (errand.faults().loseAnswer()) {
            shared.archive()
                    .occurrences()
                    .takeBack(job.question().test(), job.question().key());
        }
        int streams = shared.journal().paced().get() + 1;
        saboteur.spoil(
                job,
                errand.faults(),
                () -> new Answer(
                        ParsedExchange.of(job.question().parsed(), prepared.response()),
                        manner.schedule(prepared, streams),
                        Instant.now()));
    }

    private void replayed(Job job, FoundRecordings known, PreparedResponse prepared, boolean isWhole) {
        prepared.usage().ifPresent(shared.journal()::saved);
        String note = isWhole ? prepared.entry().remark().orElse("") : "the client went away";
        Outcome.Answered answered = new Outcome.Answered(prepared.status(), prepared.chunks(), job.fault(), note);
        shared.journal().note(job.outcome(Outcome.Verb.REPLAYED, known.model(), answered));
    }
}
