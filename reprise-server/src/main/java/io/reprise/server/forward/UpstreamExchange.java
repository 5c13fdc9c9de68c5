package io.reprise.server.forward;

import io.reprise.core.family.ApiFamily.TokenUsage;
import io.reprise.server.client.UpstreamException;
import io.reprise.server.client.UpstreamRequest;
import io.reprise.server.memory.SpillException;
import io.reprise.server.network.EventLoop;
import io.reprise.server.network.HeaderFields;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.Outcome.Cost;
import io.reprise.server.outcome.Outcome.UpstreamCall;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.request.ErrorAnswers;
import io.reprise.server.request.ErrorAnswers.Retry;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.Progress;
import io.reprise.server.shared.SharedResponse;
import io.reprise.server.shared.Subscriber;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream: passes the answer to its {@link SharedResponse} while it arrives, and then has it kept. Listens to the client
 * that asked first, whose pace is the upstream's. Runs on that client's event loop.
 */
final class UpstreamExchange implements Subscriber.Listener {
    private static final int RESET_CONTENT = 205;

    private final AnswerKeeper keeper;
    private final Call call;
    private final SharedResponse shared;
    private final AnswerRoute route;
    private final AnswerEnd answerEnd;
    private final EndLookout lookout;
    private final IdleDetector idle;
    private final AnswerReading reading = new AnswerReading();
    private @Nullable ArrivedAnswer arrived;
    private @Nullable UpstreamRequest asked;
    private EventLoop.@Nullable Timer readOnTimer;
    /** What the client has seen, once it has left. */
    private volatile Optional<List<ArrivedPiece>> seenByClient = Optional.empty();

    private final long beganNanos = System.nanoTime();
    private long endedNanos;
    private boolean isClientFull;
    private boolean hasEnded;
    private boolean isNoLongerInFlight;

    UpstreamExchange(AnswerKeeper keeper, Call call, SharedResponse shared, AnswerRoute route) {
        this.keeper = keeper;
        this.call = call;
        this.shared = shared;
        this.route = route;
        this.answerEnd = new AnswerEnd(keeper, call, shared, route);
        this.lookout = new EndLookout(call.scope(), shared, answerEnd, () -> hasEnded);
        this.idle = new IdleDetector(call.scope(), this::endIfComplete);
        shared.whenGivenUp(() -> call.scope().loop().execute(() -> run(this::giveUp)));
        shared.whenChanged(() -> call.scope().loop().execute(() -> run(this::goOn)));
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
        fail(new Progress.Failed(500, "unexpected error: " + thrown, Retry.USELESS));
        letGo();
    }

    /** The request is on its way. */
    void asked(UpstreamRequest request) {
        asked = request;
        request.answer().onComplete(http -> run(() -> read(http)), this::fail);
    }

    private void letGo() {
        if (asked != null) {
            asked.giveUp();
        }
    }

    /** From here on, nothing that happens to the answer changes how it ended. */
    private void endWaiting() {
        hasEnded = true;
        endedNanos = System.nanoTime();
        reading.readWhile(true);
        idle.stop();
        stopReadOnTimer();
    }

    private void stopReadOnTimer() {
        if (readOnTimer != null) {
            readOnTimer.cancel();
        }
    }

    private void read(HttpClientResponse http) {
        reading.begin(http);
        UpstreamRequest its = Objects.requireNonNull(asked);
        shared.askedAt(its.sentNanos());
        ResponseHead head = new ResponseHead(
                http.statusCode(), HeaderFields.read(http.headers()).endToEnd());
        arrived = new ArrivedAnswer(call.question().parsed(), head, shared);
        if (isEndless()) {
            shared.markEndless();
            keeper.stopSharing(call.question(), shared);
            releaseLease();
        } else if (!keeper.keeps(head.status())) {
            leaveInFlight(); // who asks again meanwhile wants another answer, not the rest of this one
        }
        http.handler(piece -> run(() -> pass(piece, its.arrivedNanos())));
        http.endHandler(whole -> run(() -> end(BodyEnd.WHOLE)));
        http.exceptionHandler(broken -> run(() -> {
            answerEnd.brokenBy(broken);
            end(BodyEnd.BROKEN);
        }));
        if (seenByClient.isEmpty() && keeper.hasUntoldFailure()) {
            ErrorAnswers.warn(call.client());
        }
        shared.lookFor(arrived.endMark());
        shared.begin(head, call.scope());
        if (head.status() == RESET_CONTENT && head.contentLength() < 0) {
            end(BodyEnd.WHOLE); // some send neither a length nor, as others do without one, the end of the connection
            letGo();
        }
    }

    private void pass(Buffer piece, long nanos) {
        if (hasEnded) {
            return;
        }
        shared.arrived(VertxInternals.bytes(piece), nanos);
        if (route.isKept()) {
            idle.arrived();
        }
        goOn();
    }

    /** Reads on as soon as there is room for what comes. */
    private void goOn() {
        if (shared.loss().isPresent()) {
            leaveInFlight();
            deserted();
        }
        if (!hasEnded) {
            reading.readWhile(!isClientFull && !shared.isFull());
        }
    }

    /** There is no answer. */
    void fail(Throwable cause) {
        run(() -> {
            if (hasEnded) {
                return;
            }
            endWaiting();
            leaveInFlight();
            String reason = UpstreamException.reason(cause);
            boolean isAway = UpstreamException.isAway(cause);
            fail(new Progress.Failed(UpstreamException.status(cause), reason, isAway ? Retry.USELESS : Retry.USEFUL));
        });
    }

    /** Tells the clients. Also notes it, where that does not end this call: its client has left, or has had a part of an answer that is not kept now. */
    private void fail(Progress.Failed why) {
        shared.fail(why);
        if (seenByClient.isPresent()) {
            finish(AnswerEnd.left(AnswerEnd.LEFT + ", and there was no answer: " + why.reason()));
        } else if (route.isKept()) {
            finish(AnswerEnd.failed(why.reason()));
        }
    }

    /** The server stops. */
    private void giveUp() {
        if (hasEnded) {
            return;
        }
        if (isEndless()) {
            letEndlessGo();
        } else {
            abandon(AnswerEnd.passed("NOT KEPT: the server stopped before the answer had ended"));
        }
    }

    /** Nobody receives the answer any more. */
    private void deserted() {
        if (hasEnded || !route.isKept() || !shared.isDeserted()) {
            return;
        }
        if (isEndless()) {
            letEndlessGo();
        } else if (shared.loss().isPresent()) {
            abandon(answerEnd.lost(LossReason.TOO_LARGE, shared.loss().get()));
        } else {
            stopReadOnTimer(); // a client came in the meantime, and has left, too
            readOnTimer = call.scope().after(route.readOn().toMillis(), this::readNoFurther);
        }
    }

    private void readNoFurther() {
        if (!hasEnded && shared.isDeserted()) {
            abandon(answerEnd.leftForTooLong());
        }
    }

    /**
     * Whether the answer may go on for as long as somebody listens: a stream that was asked for by GET. Before its head has arrived, the
     * request tells.
     */
    private boolean isEndless() {
        return arrived == null ? call.asksForEvents() : call.isEndless(arrived.head());
    }

    private void letEndlessGo() {
        if (route.isKept() && arrived != null) {
            end(answerEnd.letGo());
            letGo();
        } else {
            abandon(AnswerEnd.passed(seenByClient.isEmpty() ? "" : AnswerEnd.LEFT));
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
        ArrivedAnswer its = Objects.requireNonNull(arrived);
        KeepingTurn turn = new KeepingTurn(call.scope().loop(), shared.memory().budget(), answerEnd, its);
        turn.keep(new KeepingTurn.Ended(how, seenByClient), this::kept, this::notKept);
    }

    /** It ends for its clients as it would if it were kept. */
    private void notKept(Throwable thrown) {
        if (thrown instanceof SpillException) {
            kept(answerEnd.lost(LossReason.TOO_LARGE, String.valueOf(thrown.getMessage())));
            return;
        }
        boolean isStopped = thrown instanceof RejectedExecutionException;
        if (!isStopped) {
            call.scope().report(thrown);
        }
        kept(answerEnd.lost(
                isStopped ? LossReason.STOPPED : LossReason.UNEXPECTED,
                isStopped ? "the server stopped before the answer was kept" : "unexpected error: " + thrown));
    }

    /** An upstream that has sent the end mark need not close the connection, too. */
    private void endIfComplete() {
        lookout.look(Objects.requireNonNull(arrived), () -> run(this::endComplete), this::stopped);
    }

    private void endComplete() {
        if (!hasEnded) {
            end(BodyEnd.WHOLE);
            shared.endComplete();
            letGo();
        }
    }

    private void stopped(Throwable thrown) {
        if (!hasEnded) {
            failUnexpectedly(thrown);
        }
    }

    private void stopDecoding() {
        if (arrived != null) {
            arrived.close();
        }
    }

    private void kept(AnswerKeeper.Result result) {
        run(() -> {
            leaveInFlight();
            finish(result);
            shared.release();
        });
    }

    private void finish(AnswerKeeper.Result result) {
        call.finish(result.verb(), status(), result.chunks(), result.note(), cost(result.usage()));
    }

    private int status() {
        return arrived == null ? 0 : arrived.head().status();
    }

    private Cost cost(Optional<TokenUsage> usage) {
        return Cost.of(new UpstreamCall(route.upstream().label(), status(), usage, beganNanos, endedNanos));
    }

    private void leaveInFlight() {
        if (!isNoLongerInFlight) {
            isNoLongerInFlight = true;
            keeper.ended(call.question(), shared, route.attempt());
            releaseLease();
        }
    }

    private void releaseLease() {
        route.lease().ifPresent(lease -> keeper.release(call.scope().loop(), lease));
    }

    @Override
    public void started(ResponseHead its) {
        call.begins(its);
    }

    @Override
    public void full() {
        isClientFull = true;
        goOn();
    }

    @Override
    public void drained() {
        isClientFull = false;
        goOn();
    }

    @Override
    public void gone() {
        clientLeft(AnswerEnd.left(AnswerEnd.LEFT));
    }

    private void clientLeft(AnswerKeeper.Result left) {
        seenByClient = Optional.of(shared.pieces());
        isClientFull = false;
        goOn();
        if (!route.isKept()) {
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
            finish(answerEnd.passed(end));
        } // otherwise the outcome is noted when the answer is kept
    }

    @Override
    public void undecodable(String reason) {
        clientLeft(AnswerEnd.passed(AnswerEnd.undecoded(reason)));
    }

    @Override
    public void failed(Progress.Failed failure) {
        call.fail(failure.status(), failure.reason(), failure.retry(), cost(Optional.empty()));
    }
}
