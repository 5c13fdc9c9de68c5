package io.reprise.server.replay;

import io.reprise.core.replay.pace.Schedule;
import io.reprise.server.lookup.PreparedResponse;

/**
 * One answer on its way to a client, chunk by chunk at its times. What is late is sent with what is due, in one write. Waits for a client
 * that reads slowly. Runs on the client's event loop.
 */
final class PacedReplay extends TimedReplay {
    private final PreparedResponse prepared;
    private final Schedule schedule;
    private final Runnable beginning;
    private final long startNanos;
    private int next;
    private boolean isHeadSent;

    PacedReplay(
            PreparedResponse prepared,
            Schedule schedule,
            Player.Asked asked,
            DeadlineScheduler scheduler,
            Player.Listener listener) {
        super(asked.client(), scheduler, asked.failing(), listener);
        this.prepared = prepared;
        this.schedule = schedule;
        this.beginning = asked.beginning();
        this.startNanos = asked.wholeNanos();
    }

    void start() {
        followClient();
        run(System.nanoTime());
    }

    @Override
    public long dueNanos() {
        return startNanos + (isHeadSent ? schedule.dueNanos(next) : schedule.headNanos());
    }

    @Override
    public void run(long nowNanos) {
        if (isDone()) {
            return;
        }
        long elapsed = nowNanos - startNanos;
        if (!isHeadSent && schedule.headNanos() <= elapsed) {
            isHeadSent = true;
            sendHead(elapsed);
        }
        sendChunks(elapsed);
        if (next == prepared.chunks() && isHeadSent) {
            end(true);
        } else {
            runLater();
        }
    }

    private void sendHead(long elapsed) {
        beginning.run();
        boolean isFirstChunkDue = prepared.chunks() > 0 && schedule.dueNanos(0) <= elapsed;
        if (!isFirstChunkDue) {
            client.sendHead();
        }
    }

    private void sendChunks(long elapsed) {
        int until = schedule.dueAt(elapsed, next);
        while (until > next && client.isWritable()) {
            send(until);
            next = until;
            until = schedule.dueAt(elapsed, next);
        }
    }

    private void send(int until) {
        if (!client.takesFramed()) {
            client.send(prepared.slice(next, until));
            return;
        }
        PreparedResponse.Framed framed = prepared.framed();
        if (until == prepared.chunks() && prepared.ending().isClean()) {
            client.sendLastFramed(framed.bytes(), framed.start(next), framed.start(until));
        } else {
            client.sendFramed(framed.bytes(), framed.start(next), framed.start(until));
        }
    }
}
