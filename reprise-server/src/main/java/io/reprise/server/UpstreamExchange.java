package io.reprise.server;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.key.Key;
import io.reprise.core.plan.Plan;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream: passes the answer to its flight while it arrives, and then has it kept. Listens to the
 * client that asked first, whose pace is the upstream's. Runs on that client's event loop.
 */
final class UpstreamExchange implements Subscriber.Listener {
    /** To whom, and what for. */
    record Route(Upstream upstream, Plan.Keeping keeping) {
        boolean isKept() {
            return keeping != Plan.Keeping.NO;
        }
    }

    private final Vertx vertx;
    private final Shared shared;
    private final Job job;
    private final SharedResponse flight;
    private final Route route;
    private final IdleDetector lull;
    private SharedResponse.@Nullable Head head;
    private @Nullable HttpClientResponse answer;
    private boolean hasClient = true;
    private List<SharedResponse.Piece> seenByClient = List.of();
    private boolean hasEnded;
    private boolean hasLanded;

    UpstreamExchange(Vertx vertx, Shared shared, Job job, SharedResponse flight, Route route) {
        this.vertx = vertx;
        this.shared = shared;
        this.job = job;
        this.flight = flight;
        this.route = route;
        this.lull = new IdleDetector(vertx, this::endIfComplete);
    }

    void begin(HttpClientResponse arrived) {
        answer = arrived;
        head = new SharedResponse.Head(
                arrived.statusCode(), HeaderFields.read(arrived.headers()).endToEnd());
        if (!shared.archive().recorder().keeps(arrived.statusCode())) {
            land(); // who asks again meanwhile wants another answer, not the rest of this one
        }
        arrived.handler(this::pass);
        arrived.endHandler(whole -> end(SharedResponse.End.WHOLE));
        arrived.exceptionHandler(broken -> end(SharedResponse.End.BROKEN));
        if (!hasClient && !route.isKept()) {
            arrived.request().reset();
            return;
        }
        shared.archive().losses().tell().ifPresent(loss -> Errors.warn(job.response(), loss));
        flight.begin(head);
    }

    private void pass(Buffer piece) {
        flight.arrived(piece);
        if (route.isKept()) {
            lull.stir();
        }
        if (flight.isTooLarge() && !hasLanded) {
            land();
        }
    }

    void fail(Throwable cause) {
        land();
        flight.fail(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    private void end(SharedResponse.End how) {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        lull.end();
        flight.end(how);
        if (!route.isKept()) {
            flight.release();
            String note = how == SharedResponse.End.WHOLE ? "" : "the upstream broke off";
            shared.journal().note(outcome(Outcome.Verb.FORWARDED, 0, note));
            return;
        }
        vertx.executeBlocking(() -> keep(how), false).onComplete(this::kept, this::notKept);
    }

    /** An upstream that has sent the end mark need not hang up, too. */
    private void endIfComplete() {
        vertx.executeBlocking(() -> isComplete(flight.pieces()), false).onSuccess(isComplete -> {
            if (isComplete && !hasEnded) {
                end(SharedResponse.End.WHOLE);
                Objects.requireNonNull(answer).request().reset();
            }
        });
    }

    /** Whether the pieces tell that they are all, whatever became of the connection. */
    private boolean isComplete(List<SharedResponse.Piece> pieces) {
        return ResponseAssembler.response(job.family(), Objects.requireNonNull(head), pieces, SharedResponse.End.BROKEN)
                        .ending()
                == Ending.COMPLETE;
    }

    private void kept(Outcome outcome) {
        land();
        shared.journal().note(outcome);
        flight.release();
    }

    private void notKept(Throwable cause) {
        String reason = "the answer could not be kept: " + cause;
        shared.archive().losses().add(job.request(), reason);
        kept(outcome(Outcome.Verb.FORWARDED, 0, reason));
    }

    private void land() {
        if (route.isKept() && !hasLanded) {
            hasLanded = true;
            Key key = job.question().key();
            shared.archive().library().forget(key);
            shared.archive().flights().land(key, flight);
        }
    }

    private Outcome keep(SharedResponse.End how) {
        if (flight.isTooLarge()) {
            String reason = "NOT KEPT: larger than a recording may be";
            shared.archive().losses().add(job.request(), reason);
            return outcome(Outcome.Verb.FORWARDED, 0, reason);
        }
        Response response =
                ResponseAssembler.response(job.family(), Objects.requireNonNull(head), flight.pieces(), how);
        Recorder.Result result =
                shared.archive().recorder().keep(job.question(), route.upstream(), response, route.keeping());
        int chunks = response.chunks().size();
        if (result instanceof Recorder.Result.Lost lost) {
            shared.archive().losses().add(job.request(), lost.reason());
            return outcome(Outcome.Verb.FORWARDED, chunks, "NOT KEPT: " + lost.reason());
        }
        if (result instanceof Recorder.Result.PassedOn passed) {
            String note = response.ending() == Ending.CUT && how == SharedResponse.End.BROKEN
                    ? "the upstream broke off; "
                    : "";
            return outcome(Outcome.Verb.FORWARDED, chunks, note + passed.reason());
        }
        return outcome(Outcome.Verb.RECORDED, chunks, note((Recorder.Result.Kept) result));
    }

    private String note(Recorder.Result.Kept kept) {
        StringJoiner note = new StringJoiner(", ");
        if (kept.recording().occurrence() > 1) {
            note.add("occurrence " + kept.recording().occurrence());
        }
        if (kept.isUnchanged()) {
            note.add("unchanged");
        }
        if (!hasClient && !isComplete(seenByClient)) {
            note.add("the client went away");
        }
        return note.toString();
    }

    private Outcome outcome(Outcome.Verb verb, int chunks, String note) {
        return job.outcome(verb, head == null ? 0 : head.status(), chunks, note);
    }

    @Override
    public void full() {
        if (answer != null) {
            answer.pause();
        }
    }

    @Override
    public void drained() {
        if (answer != null) {
            answer.resume();
        }
    }

    @Override
    public void gone() {
        hasClient = false;
        seenByClient = flight.pieces();
        if (answer == null) {
            return;
        }
        if (route.isKept()) {
            answer.resume();
        } else if (!hasEnded) {
            hasEnded = true;
            answer.request().reset();
            shared.journal().note(outcome(Outcome.Verb.FORWARDED, 0, "the client went away"));
        }
    }

    @Override
    public void ended(SharedResponse.End end) {
        // The outcome is noted when the answer is kept.
    }

    @Override
    public void failed(String reason) {
        Errors.answer(job.response(), job.request(), 502, reason, true);
        shared.journal().note(job.outcome(Outcome.Verb.FAILED, 502, 0, reason));
    }
}
