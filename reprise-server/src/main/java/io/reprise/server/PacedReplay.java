package io.reprise.server;

import io.reprise.core.replay.pace.Schedule;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * One answer on its way to a client, chunk by chunk at its times. What is late is sent with what is due, in one write.
 * Waits for a client that reads slowly. Runs on the client's event loop.
 */
final class PacedReplay implements DeadlineScheduler.TimedTask {
    /** Told when the last byte is sent, or the client has gone. */
    interface Listener {
        void ended(boolean isWhole);
    }

    private final PreparedResponse prepared;
    private final Schedule schedule;
    private final Client client;
    private final HttpServerResponse response;
    private final DeadlineScheduler timetable;
    private final Listener listener;
    private final long startNanos;
    private int next;
    private boolean isHeadSent;
    private boolean isWireKnown;
    private Optional<ChunkedWire> wire = Optional.empty();
    /** Writes that Vert.x has not handed to the socket. */
    private int held;

    private boolean isWaitingForClient;
    private boolean isDone;

    PacedReplay(
            PreparedResponse prepared,
            Schedule schedule,
            Client client,
            DeadlineScheduler timetable,
            Listener listener) {
        this.prepared = prepared;
        this.schedule = schedule;
        this.client = client;
        this.response = client.response();
        this.timetable = timetable;
        this.listener = listener;
        this.startNanos = client.wholeNanos();
    }

    void start() {
        response.closeHandler(closed -> end(false));
        response.exceptionHandler(broken -> end(false));
        response.drainHandler(drained -> drained());
        go(System.nanoTime());
    }

    @Override
    public long dueNanos() {
        return startNanos + (isHeadSent ? schedule.dueNanos(next) : schedule.headNanos());
    }

    @Override
    public void go(long nowNanos) {
        if (isDone) {
            return;
        }
        long elapsed = nowNanos - startNanos;
        if (!isHeadSent && schedule.headNanos() <= elapsed) {
            isHeadSent = true;
            sendHead(elapsed);
        }
        sendChunks(elapsed);
        if (next == prepared.chunks() && isHeadSent) {
            finish();
        } else if (response.writeQueueFull()) {
            isWaitingForClient = true;
        } else {
            timetable.add(this);
        }
    }

    private void sendHead(long elapsed) {
        Player.putHead(prepared, response);
        response.setChunked(prepared.mayHaveBody());
        boolean isFirstChunkDue = prepared.chunks() > 0 && schedule.dueNanos(0) <= elapsed;
        if (!isFirstChunkDue) {
            response.writeHead();
        }
    }

    private void sendChunks(long elapsed) {
        int until = schedule.dueAt(elapsed, next);
        while (until > next && !response.writeQueueFull()) {
            send(until);
            next = until;
            until = schedule.dueAt(elapsed, next);
        }
    }

    /** Past Vert.x where that is possible, and nothing that Vert.x holds back would be overtaken. */
    private void send(int until) {
        if (!isWireKnown && response.headWritten()) {
            isWireKnown = true;
            wire = ChunkedWire.of(client);
        }
        if (wire.isPresent() && held == 0 && wire.get().isFree()) {
            wire.get().write(prepared.framed(next, until));
        } else {
            held++;
            response.write(prepared.slice(next, until)).onComplete(written -> held--);
        }
    }

    private void drained() {
        if (isWaitingForClient) {
            isWaitingForClient = false;
            go(System.nanoTime());
        }
    }

    private void finish() {
        end(true); // first, since a response that is ended may count as closed at once
        if (prepared.isComplete()) {
            response.end();
        } else {
            response.reset();
        }
    }

    private void end(boolean isWhole) {
        if (!isDone) {
            isDone = true;
            listener.ended(isWhole);
        }
    }
}
