package io.reprise.server.upstream;

import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.plan.Attempt;
import io.reprise.server.http.ErrorAnswers;
import io.reprise.server.http.ErrorAnswers.Retry;
import io.reprise.server.http.EventLoop;
import io.reprise.server.http.HeaderFields;
import io.reprise.server.http.ResponseHead;
import io.reprise.server.http.VertxInternals;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.EndMarkSearch;
import io.reprise.server.recording.ResponseAssembler;
import io.reprise.server.recording.ResponseAssembler.Assembled;
import io.reprise.server.report.Outcome.Cost;
import io.reprise.server.report.Outcome.Verb;
import io.reprise.server.routing.Call;
import io.reprise.server.routing.LinksBack;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream: passes the answer to its {@link SharedResponse} while it arrives, and then has it kept. Listens to the client
 * that asked first, whose pace is the upstream's. Runs on that client's event loop.
 */
final class UpstreamExchange implements Subscriber.Listener {
    private static final int RESET_CONTENT = 205;

    private static final String BROKEN = "the upstream ended the connection too early";

    /**
     * Whom to ask, and what for.
     *
     * @param attempt to get an answer that is kept; empty if it is not to be kept
     * @param readOn how long the answer is read on when all its clients have left
     * @param note why it is not kept; may be empty
     */
    record Route(Upstream upstream, Optional<Attempt> attempt, Duration readOn, String note) {
        /** For an answer that is not kept, by a rule or by the mode. */
        static Route passing(Upstream upstream, Optional<String> neverKept) {
            String note = neverKept
                    .map(rule -> "not kept: rule never-keep '" + rule + "'")
                    .orElse("");
            return new Route(upstream, Optional.empty(), Duration.ZERO, note);
        }

        boolean isKept() {
            return attempt.isPresent();
        }
    }

    private final AnswerKeeper keeper;
    private final Call call;
    private final SharedResponse shared;
    private final Route route;
    private final IdleDetector idle;
    private @Nullable ResponseHead head;
    private @Nullable EndMarkSearch endMark;
    private @Nullable UpstreamRequest asked;
    private @Nullable HttpClientResponse answer;
    private EventLoop.@Nullable Timer readOnTimer;
    private boolean hasClient = true;
    private List<ArrivedPiece> seenByClient = List.of();
    private boolean hasEnded;
    private boolean isNoLongerInFlight;

    UpstreamExchange(AnswerKeeper keeper, Call call, SharedResponse shared, Route route) {
        this.keeper = keeper;
        this.call = call;
        this.shared = shared;
        this.route = route;
        this.idle = new IdleDetector(call.scope(), this::endIfComplete);
        shared.whenGivenUp(() -> call.scope().loop().execute(() -> run(this::giveUp)));
        shared.whenDeserted(() -> call.scope().loop().execute(() -> run(this::deserted)));
    }

    /** Runs a step; whatever it throws ends the exchange for all who wait for its answer. */
    private void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            failUnexpectedly(thrown);
        }
    }

    /** Ends the exchange for all who wait for its answer. */
    void failUnexpectedly(Throwable thrown) {
        call.scope().report(thrown);
        endWaiting();
        stopDecoding();
        leaveInFlight();
        shared.fail(new SharedResponse.Progress.Failed(500, "unexpected error: " + thrown, Retry.USELESS));
        letGo();
    }

    /** The request is on its way. */
    void asked(UpstreamRequest request) {
        asked = request;
        request.answer().onComplete(arrived -> run(() -> read(arrived)), this::fail);
    }

    private void letGo() {
        if (asked != null) {
            asked.giveUp();
        }
    }

    /** From here on, nothing that happens to the answer changes how it ended. */
    private void endWaiting() {
        hasEnded = true;
        idle.stop();
        if (readOnTimer != null) {
            readOnTimer.cancel();
        }
    }

    private void read(HttpClientResponse arrived) {
        answer = arrived;
        head = new ResponseHead(
                arrived.statusCode(), HeaderFields.read(arrived.headers()).endToEnd());
        endMark = new EndMarkSearch(call.question().parsed(), head, DecodingLimits.of(shared.maxBytes()));
        if (isEndless()) {
            shared.markEndless();
            keeper.stopSharing(call.question(), shared);
        } else if (!keeper.keeps(arrived.statusCode())) {
            leaveInFlight(); // who asks again meanwhile wants another answer, not the rest of this one
        }
        arrived.handler(piece -> run(() -> pass(piece)));
        arrived.endHandler(whole -> run(() -> end(BodyEnd.WHOLE)));
        arrived.exceptionHandler(broken -> run(() -> end(BodyEnd.BROKEN)));
        if (hasClient) {
            keeper.untoldFailure().ifPresent(loss -> ErrorAnswers.warn(call.client(), loss));
        }
        shared.lookFor(endMark);
        shared.begin(head, call.scope());
        if (head.status() == RESET_CONTENT && head.contentLength() < 0) {
            end(BodyEnd.WHOLE); // some send neither a length nor, as others do without one, the end of the connection
            letGo();
        }
    }

    private void pass(Buffer piece) {
        shared.arrived(VertxInternals.bytes(piece));
        if (route.isKept()) {
            idle.arrived();
        }
        if (shared.isTooLarge()) {
            leaveInFlight();
        }
    }

    /** The upstream gave no answer. */
    void fail(Throwable cause) {
        run(() -> {
            if (hasEnded) {
                return;
            }
            endWaiting();
            leaveInFlight();
            String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            boolean isAway = UpstreamException.isAway(cause);
            shared.fail(new SharedResponse.Progress.Failed(502, reason, isAway ? Retry.USELESS : Retry.USEFUL));
        });
    }

    /** The server stops. */
    private void giveUp() {
        if (hasEnded) {
            return;
        }
        if (isEndless()) {
            letEndlessGo();
        } else {
            abandon(new AnswerKeeper.Result(
                    Verb.FORWARDED, 0, "NOT KEPT: the server stopped before the answer had ended"));
        }
    }

    /** Nobody receives the answer any more. */
    private void deserted() {
        if (hasEnded || !route.isKept() || !shared.isDeserted()) {
            return;
        }
        if (isEndless()) {
            letEndlessGo();
        } else {
            readOnTimer = call.scope().after(route.readOn().toMillis(), this::readNoFurther);
        }
    }

    private void readNoFurther() {
        if (!hasEnded && shared.isDeserted()) {
            abandon(keeper.lost(
                    call,
                    0,
                    "its clients have left, and it has not ended within "
                            + route.readOn().toMillis() + " ms after that; 'read-on' gives it more time"));
        }
    }

    /**
     * Whether the answer may go on for as long as somebody listens: a stream that was asked for by GET. Before its head has arrived, the
     * request tells.
     */
    private boolean isEndless() {
        return head == null ? call.asksForEvents() : call.isEndless(head);
    }

    private void letEndlessGo() {
        if (route.isKept() && head != null) {
            end(BodyEnd.LEFT);
            letGo();
        } else {
            abandon(new AnswerKeeper.Result(Verb.FORWARDED, 0, hasClient ? "" : "the client went away"));
        }
    }

    /** Ends the answer for all, and does not keep it. */
    private void abandon(AnswerKeeper.Result result) {
        endWaiting();
        stopDecoding();
        leaveInFlight();
        shared.end(BodyEnd.BROKEN);
        shared.release();
        finish(result);
        letGo();
    }

    private void end(BodyEnd how) {
        if (hasEnded) {
            return;
        }
        endWaiting();
        shared.end(how);
        if (!route.isKept()) {
            stopDecoding();
            leaveInFlight();
            shared.release(); // the outcome is noted when the client has all of it, or cannot get it
            return;
        }
        call.scope().loop().onWorker(() -> keep(how), this::kept, thrown -> kept(notKept(thrown)));
    }

    private AnswerKeeper.Result notKept(Throwable thrown) {
        return keeper.lost(call, 0, "unexpected error: " + thrown);
    }

    /** An upstream that has sent the end mark need not close the connection, too. Some send a mark for each of several things. */
    private void endIfComplete() {
        call.scope()
                .onWorker(
                        () -> !shared.isTooLarge()
                                && Objects.requireNonNull(endMark).isIn(shared.pieces())
                                && isComplete(shared.pieces()),
                        isComplete -> run(() -> {
                            if (isComplete && !hasEnded) {
                                end(BodyEnd.WHOLE);
                                shared.endComplete();
                                letGo();
                            }
                        }));
    }

    /** Gives back native memory. */
    private void stopDecoding() {
        if (endMark != null) {
            endMark.close();
        }
    }

    /** Whether the pieces tell that they are all, whatever became of the connection. */
    private boolean isComplete(List<ArrivedPiece> pieces) {
        return assembled(pieces, BodyEnd.BROKEN) instanceof Assembled.Plain plain
                && plain.response().ending() == Ending.COMPLETE;
    }

    private Assembled assembled(List<ArrivedPiece> pieces, BodyEnd how) {
        return new ResponseAssembler(call.question().parsed(), DecodingLimits.of(shared.maxBytes()))
                .assemble(Objects.requireNonNull(head), pieces, how);
    }

    private AnswerKeeper.Result keep(BodyEnd how) {
        stopDecoding();
        if (shared.isTooLarge()) {
            return keeper.lost(call, 0, "the answer is larger than limits.max-recording");
        }
        Assembled assembled = assembled(shared.pieces(), how);
        if (assembled instanceof Assembled.Unreadable unreadable) {
            return keeper.unreadable(call, Objects.requireNonNull(head).status(), how, unreadable.reason());
        }
        Response response = ((Assembled.Plain) assembled).response();
        if (response.ending() == Ending.COMPLETE) {
            shared.endComplete();
        }
        boolean isAbandoned = !hasClient && !isComplete(seenByClient);
        Attempt attempt = route.attempt().orElseThrow();
        if (isAbandoned) {
            attempt.abandon();
        }
        Headers headers = LinksBack.marked(response.headers(), route.upstream().address());
        AnswerKeeper.Result result = keeper.keep(call, route.upstream().name(), response.withHeaders(headers), attempt);
        if (result.verb() == Verb.RECORDED) {
            return isAbandoned ? with(result, "the client went away") : result;
        }
        boolean isBroken = response.ending() == Ending.CUT && how == BodyEnd.BROKEN;
        return isBroken
                ? new AnswerKeeper.Result(result.verb(), result.chunks(), BROKEN + "; " + result.note())
                : result;
    }

    private static AnswerKeeper.Result with(AnswerKeeper.Result result, String more) {
        String note = result.note().isEmpty() ? more : result.note() + ", " + more;
        return new AnswerKeeper.Result(result.verb(), result.chunks(), note);
    }

    private void kept(AnswerKeeper.Result result) {
        run(() -> {
            leaveInFlight();
            finish(result);
            shared.release();
        });
    }

    private void finish(AnswerKeeper.Result result) {
        int status = head == null ? 0 : head.status();
        call.finish(result.verb(), status, result.chunks(), result.note(), Cost.calls(1));
    }

    private void leaveInFlight() {
        if (!isNoLongerInFlight) {
            isNoLongerInFlight = true;
            keeper.ended(call.question(), shared, route.attempt());
        }
    }

    @Override
    public void started(ResponseHead its) {
        // It is known already.
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
        clientLeft("the client went away");
    }

    private void clientLeft(String why) {
        hasClient = false;
        seenByClient = shared.pieces();
        if (answer != null) {
            answer.resume();
        }
        if (!route.isKept()) {
            AnswerKeeper.Result left = new AnswerKeeper.Result(Verb.FORWARDED, 0, why);
            if (hasEnded) {
                finish(left);
            } else {
                abandon(left);
            }
        }
    }

    @Override
    public void ended(BodyEnd end) {
        if (!route.isKept()) {
            AnswerKeeper.Result passed = new AnswerKeeper.Result(Verb.FORWARDED, 0, route.note());
            finish(end == BodyEnd.WHOLE ? passed : with(passed, BROKEN));
        } // otherwise the outcome is noted when the answer is kept
    }

    @Override
    public void undecodable(String reason) {
        clientLeft(undecoded(reason));
    }

    static String undecoded(String reason) {
        return "the client does not accept its content coding and was cut off: its body cannot be decoded: " + reason;
    }

    @Override
    public void failed(SharedResponse.Progress.Failed failure) {
        call.fail(failure.status(), failure.reason(), failure.retry(), Cost.calls(1));
    }
}
