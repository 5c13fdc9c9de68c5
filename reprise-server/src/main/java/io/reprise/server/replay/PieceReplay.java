package io.reprise.server.replay;

import io.reprise.server.lookup.PreparedResponse;
import io.reprise.server.request.RequestScope;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is too large to be in memory, on its way to a client, at any pace. Workers read it, as fast as the client takes it: at most two batches
 * of chunks are in memory. Runs on the client's event loop.
 */
final class PieceReplay extends TimedReplay {
    private final PreparedResponse prepared;
    private final AnswerReading reading;
    private final RequestScope scope;
    private AnswerReading.@Nullable Batch batch;
    private AnswerReading.@Nullable Batch following;
    private int next;
    private boolean isReading;
    private boolean isAllRead;
    private boolean isHeadSent;
    private boolean isWaitingForBatch = true;

    PieceReplay(
            PreparedResponse prepared,
            AnswerReading reading,
            RequestScope scope,
            DeadlineScheduler scheduler,
            Player.Listener listener) {
        super(scope.client(), scheduler, scope::fail, listener);
        this.scope = scope;
        this.prepared = prepared;
        this.reading = reading;
    }

    void start() {
        followClient();
        read();
    }

    private void read() {
        if (!isReading && !isAllRead && following == null) {
            isReading = true;
            scope.loop().onWorker(reading::next, found -> scope.run(() -> arrived(found)), this::failed);
        }
    }

    private void arrived(AnswerReading.Batch found) {
        isReading = false;
        isAllRead = found.isLast();
        if (isDone()) {
            release();
            return;
        }
        if (found.size() > 0 && batch == null) {
            batch = found;
        } else if (found.size() > 0) {
            following = found;
        }
        read();
        if (isWaitingForBatch) {
            isWaitingForBatch = false;
            run(System.nanoTime());
        }
    }

    @Override
    public long dueNanos() {
        AnswerReading.Batch present = batch;
        return scope.wholeNanos() + (present == null || isHeadFirst() ? 0 : present.dueNanos(next));
    }

    /** The head of a stream is sent at once, that of another answer with its body. */
    private boolean isHeadFirst() {
        return !isHeadSent && prepared.response().isStream();
    }

    @Override
    public void run(long nowNanos) {
        if (isDone()) {
            return;
        }
        long elapsed = nowNanos - scope.wholeNanos();
        sendHead(elapsed);
        if (isHeadSent) {
            sendChunks(elapsed);
        }
        if (batch == null && isAllRead && isHeadSent) {
            end(true);
        } else if (batch == null) {
            isWaitingForBatch = true;
        } else {
            runLater();
        }
    }

    @Override
    public void failed(Throwable thrown) {
        isReading = false;
        if (!isDone()) {
            super.failed(thrown);
        }
    }

    private void sendHead(long elapsed) {
        AnswerReading.Batch present = batch;
        boolean isFirstDue = present == null || present.dueNanos(0) <= elapsed;
        if (isHeadSent || !isFirstDue && !prepared.response().isStream()) {
            return;
        }
        isHeadSent = true;
        scope.client().start(reading.isInstant() ? LargeReplay.head(prepared) : prepared.head());
        if (present == null || !isFirstDue) {
            client.sendHead();
        }
    }

    private void sendChunks(long elapsed) {
        AnswerReading.Batch present = batch;
        while (present != null && client.isWritable()) {
            int until = dueAt(present, elapsed);
            if (until == next) {
                return;
            }
            send(present, until);
            next = until;
            if (next == present.size()) {
                present = goToNextBatch();
            }
        }
    }

    private AnswerReading.@Nullable Batch goToNextBatch() {
        batch = following;
        following = null;
        next = 0;
        read();
        return batch;
    }

    private int dueAt(AnswerReading.Batch present, long elapsed) {
        int until = next;
        while (until < present.size()
                && present.dueNanos(until) <= elapsed
                && (until == next || !reading.isEachAlone())) {
            until++;
        }
        return until;
    }

    private void send(AnswerReading.Batch present, int until) {
        if (client.takesFramed()) {
            PreparedResponse.Framed framed = present.framed();
            client.sendFramed(framed.bytes(), framed.start(next), framed.start(until));
        } else {
            client.send(present.slice(next, until));
        }
    }

    @Override
    void release() {
        if (!isReading) {
            scope.loop()
                    .onWorker(
                            () -> {
                                reading.close();
                                return true;
                            },
                            closed -> {},
                            thrown -> {});
        }
    }
}
