package io.reprise.server.forward;

import io.reprise.server.memory.SpillException;
import io.reprise.server.request.RequestScope;
import io.reprise.server.shared.SharedResponse;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks whether an answer is complete although its upstream keeps the connection open. A look that fails changes nothing of what clients get: the
 * end of the connection will tell. Runs on an event loop.
 */
final class EndLookout {
    private final RequestScope scope;
    private final SharedResponse shared;
    private final AnswerEnd answerEnd;
    private final BooleanSupplier hasEnded;
    /** It would fail again. */
    private boolean hasFailed;

    /** @param hasEnded whether the answer has ended meanwhile */
    EndLookout(RequestScope scope, SharedResponse shared, AnswerEnd answerEnd, BooleanSupplier hasEnded) {
        this.scope = scope;
        this.shared = shared;
        this.answerEnd = answerEnd;
        this.hasEnded = hasEnded;
    }

    /**
     * Looks on workers.
     *
     * @param complete is called if it is complete
     * @param stopped is called if there are no workers any more
     */
    void look(ArrivedAnswer arrived, Runnable complete, Consumer<Throwable> stopped) {
        if (hasFailed) {
            return;
        }
        KeepingTurn turn = new KeepingTurn(scope.loop(), shared.memory().budget(), answerEnd, arrived);
        Consumer<Throwable> failed = thrown -> failed(thrown, stopped);
        scope.loop()
                .onWorker(
                        arrived::hasEndMark,
                        has -> {
                            if (has && !hasEnded.getAsBoolean()) {
                                turn.ifComplete(complete, failed);
                            }
                        },
                        failed);
    }

    private void failed(Throwable thrown, Consumer<Throwable> stopped) {
        if (thrown instanceof RejectedExecutionException) {
            stopped.accept(thrown);
        } else if (!(thrown instanceof SpillException)) {
            hasFailed = true;
            scope.report(thrown);
        }
    }
}
