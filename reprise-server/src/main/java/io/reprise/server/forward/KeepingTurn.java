package io.reprise.server.forward;

import io.reprise.server.memory.MemoryBudget;
import io.reprise.server.memory.WorkQueue;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.recording.ArrivedPiece;
import io.reprise.server.recording.BodyEnd;
import io.reprise.server.recording.LargeAssembler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Has one answer put together and kept when there is memory for it: a large one takes many times its size. Results come on the event loop. */
final class KeepingTurn {
    /** Answers with fewer bytes are kept at once. */
    private static final long SMALL = 64 << 10;

    /**
     * How an answer ended.
     *
     * @param seen what a client that left before the end has seen; empty if it did not leave
     */
    record Ended(BodyEnd how, Optional<List<ArrivedPiece>> seen) {}

    private final EventLoop loop;
    private final MemoryBudget budget;
    private final AnswerEnd answerEnd;
    private final ArrivedAnswer arrived;

    KeepingTurn(EventLoop loop, MemoryBudget budget, AnswerEnd answerEnd, ArrivedAnswer arrived) {
        this.loop = loop;
        this.budget = budget;
        this.answerEnd = answerEnd;
        this.arrived = arrived;
    }

    void keep(Ended ended, Consumer<AnswerKeeper.Result> kept, Consumer<Throwable> failed) {
        arrived.close();
        Optional<String> loss = arrived.loss();
        if (loss.isPresent()) {
            kept.accept(answerEnd.lost(LossReason.TOO_LARGE, loss.get()));
        } else {
            inTurn(
                    () -> answerEnd.keep(arrived, ended.how(), ended.seen()),
                    kept,
                    cost -> kept.accept(answerEnd.lost(LossReason.TOO_LARGE, tooCostly(cost))),
                    failed);
        }
    }

    /** Runs the task if what has arrived tells that it is all. */
    void ifComplete(Runnable task, Consumer<Throwable> failed) {
        inTurn(
                arrived::isComplete,
                isComplete -> {
                    if (isComplete) {
                        task.run();
                    }
                },
                cost -> {}, // the end of the connection will tell
                failed);
    }

    private String tooCostly(long cost) {
        budget.countGivenUp();
        return "recording these " + inWords(arrived.size()) + " takes about " + budget.tooMuch(cost);
    }

    private static String inWords(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : bytes / 1_000_000 + " MB";
    }

    private <T> void inTurn(Callable<T> work, Consumer<T> then, Consumer<Long> never, Consumer<Throwable> failed) {
        if (arrived.size() < SMALL && !arrived.isCoded()) {
            loop.onKeeper(work, then, failed);
            return;
        }
        loop.onKeeper(
                arrived::cost,
                cost -> {
                    if (cost > budget.largestInMemory() && answerEnd.keepsLarge() && arrived.mayBeInPieces()) {
                        inPieces(work, then, thrown -> {
                            if (thrown instanceof LargeAssembler.NotInPiecesException) {
                                inMemory(cost, work, then, never, failed);
                            } else {
                                failed.accept(thrown);
                            }
                        });
                    } else {
                        inMemory(cost, work, then, never, failed);
                    }
                },
                failed);
    }

    private <T> void inPieces(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        arrived.putTogetherInPieces(true);
        budget.work().await(budget.costInPieces()).thenAccept(turn -> run(turn, work, then, failed));
    }

    private <T> void inMemory(
            long cost, Callable<T> work, Consumer<T> then, Consumer<Long> never, Consumer<Throwable> failed) {
        arrived.putTogetherInPieces(false);
        if (budget.work().canFit(cost)) {
            budget.work().await(cost).thenAccept(turn -> run(turn, work, then, failed));
        } else {
            never.accept(cost);
        }
    }

    private <T> void run(WorkQueue.Turn turn, Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
        loop.onKeeper(
                () -> {
                    try (turn) {
                        return work.call();
                    }
                },
                then,
                thrown -> {
                    turn.close(); // where no worker took it
                    failed.accept(thrown);
                });
    }
}
