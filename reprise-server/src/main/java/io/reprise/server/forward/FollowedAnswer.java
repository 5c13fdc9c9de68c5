package io.reprise.server.forward;

import io.netty.buffer.ByteBuf;
import io.reprise.core.plan.Attempt;
import io.reprise.server.client.UpstreamException;
import io.reprise.server.client.UpstreamRequest;
import io.reprise.server.network.EventLoop;
import io.reprise.server.network.VertxInternals;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.relay.RelayFrames;
import io.reprise.server.relay.RelayHandler;
import io.reprise.server.request.ResponseHead;
import io.reprise.server.routing.Call;
import io.reprise.server.shared.Progress;
import io.reprise.server.shared.SharedResponse;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that another server asks for and keeps: passes it to a {@link SharedResponse} of this server while it arrives. Runs on the event loop of the
 * client that asked first, whose pace it takes.
 */
final class FollowedAnswer {
    /** A server that lives sends something each second, if it is only a sign of life. */
    private static final long LONGEST_SILENCE_MS = 10_000;

    private static final int OK = 200;

    /** Why nothing of the answer came. */
    enum Refusal {
        /** It has ended, or never was: the holder says so itself. */
        ENDED,
        /** The holder takes no connection, or has broken it off. */
        BROKEN,
        /** The holder is silent, or another server answered. */
        UNREACHED
    }

    /** Told what becomes of it. */
    interface Watcher {
        /** The holder has it. */
        void reached();

        /** Nothing of the answer has come, and nothing will. */
        void refused(Refusal refusal, String reason);

        /** It has ended, and clients have been told. */
        void over();
    }

    private final AnswerKeeper keeper;
    private final Call call;
    private final SharedResponse shared;
    private final Supplier<Attempt> attempt;
    private final Watcher watcher;
    private final AnswerReading reading = new AnswerReading();
    private final RelayFrames.Reader frames = new RelayFrames.Reader(new Frames());
    private @Nullable UpstreamRequest asked;
    private @Nullable ArrivedAnswer arrived;
    private EventLoop.Timer silence = () -> {};
    private boolean isFull;
    private long heardNanos;
    private boolean hasEnded;

    /** @param attempt notes that an answer was asked for, so that it has its turn */
    FollowedAnswer(AnswerKeeper keeper, Call call, SharedResponse shared, Supplier<Attempt> attempt, Watcher watcher) {
        this.keeper = keeper;
        this.call = call;
        this.shared = shared;
        this.attempt = attempt;
        this.watcher = watcher;
    }

    void asked(UpstreamRequest request) {
        asked = request;
        request.answer().onComplete(http -> run(() -> begin(http)), cause -> run(() -> notReached(cause)));
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            call.scope().report(thrown);
            lost("unexpected error: " + thrown);
        }
    }

    private void notReached(Throwable cause) {
        boolean isSilent = UpstreamException.isTimeout(cause);
        refuse(isSilent ? Refusal.UNREACHED : Refusal.BROKEN, UpstreamException.reason(cause));
    }

    private void refuse(Refusal refusal, String reason) {
        if (!hasEnded) {
            stop();
            watcher.refused(refusal, reason);
        }
    }

    private void begin(HttpClientResponse http) {
        if (hasEnded) {
            return;
        }
        if (http.statusCode() != OK) {
            http.exceptionHandler(expected -> {});
            boolean isHolder = http.statusCode() == RelayHandler.ENDED;
            refuse(
                    isHolder ? Refusal.ENDED : Refusal.UNREACHED,
                    "another server answers there, with status " + http.statusCode());
            return;
        }
        watcher.reached();
        reading.begin(http);
        http.handler(piece -> run(() -> {
            heardNanos = System.nanoTime();
            if (!hasEnded) {
                frames.read(VertxInternals.bytes(piece));
                goOn();
            }
        }));
        http.endHandler(end -> run(() -> lost("the other server ended the connection")));
        http.exceptionHandler(broken -> run(() -> lost(UpstreamException.reason(broken))));
        heardNanos = System.nanoTime();
        watchSilence();
    }

    private void watchSilence() {
        silence = call.scope().after(LONGEST_SILENCE_MS / 5, () -> {
            long now = System.nanoTime();
            if (reading.isPaused()) {
                heardNanos = now; // it is not its turn
            }
            if (now - heardNanos > TimeUnit.MILLISECONDS.toNanos(LONGEST_SILENCE_MS)) {
                lost("the other server was silent for " + LONGEST_SILENCE_MS + " ms");
            } else {
                watchSilence();
            }
        });
    }

    /** What other servers and their clients are sent. */
    private final class Frames implements RelayFrames.Receiver {
        @Override
        public void head(ResponseHead head) {
            arrived = new ArrivedAnswer(call.question().parsed(), head, shared);
            shared.lookFor(arrived.endMark());
            shared.begin(head, call.scope());
        }

        @Override
        public void bytes(ByteBuf some) {
            shared.arrived(some, System.nanoTime());
        }

        @Override
        public void end(RelayFrames.End end) {
            FollowedAnswer.this.end(end);
        }

        @Override
        public void failed(Progress.Failed failure) {
            stop();
            keeper.ended(call.question(), shared, Optional.of(attempt.get()));
            shared.fail(failure);
            watcher.over();
        }
    }

    /** The connection is lost: where the answer has begun, it is never continued from another call. */
    private void lost(String reason) {
        if (hasEnded) {
            return;
        }
        if (arrived == null) {
            refuse(Refusal.BROKEN, reason);
        } else {
            shared.notes().brokenBy("the server that asked the upstream was lost: " + reason);
            end(new RelayFrames.End(BodyEnd.BROKEN, false, Optional.empty()));
        }
    }

    private void end(RelayFrames.End end) {
        if (hasEnded) {
            return;
        }
        stop();
        if (end.isComplete()) {
            shared.end(end.how());
            shared.endComplete();
        } else {
            shared.end(end.how());
        }
        Attempt its = attempt.get();
        end.kept().ifPresent(kept -> {
            if (kept.number() > 0) {
                its.kept(kept.number(), kept.isError());
            } else {
                its.repeated();
            }
        });
        keeper.ended(call.question(), shared, Optional.of(its));
        shared.release();
        watcher.over();
    }

    private void stop() {
        hasEnded = true;
        reading.readWhile(true);
        silence.cancel();
        if (arrived != null) {
            arrived.close();
        }
        if (asked != null) {
            asked.giveUp();
        }
    }

    /** Nobody waits for it here any more, or the server stops. */
    void giveUp() {
        if (!hasEnded) {
            shared.notes().brokenBy("the server stopped");
            end(new RelayFrames.End(BodyEnd.BROKEN, false, Optional.empty()));
        }
    }

    void setFull(boolean isClientFull) {
        isFull = isClientFull;
        goOn();
    }

    /** Reads on as soon as there is room for what comes. */
    void goOn() {
        if (!hasEnded) {
            reading.readWhile(!isFull && !shared.isFull());
        }
    }
}
