package io.reprise.server.socket;

import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.replay.TimedTask;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What is to be sent to a client at given times, in order. Waits for a client that reads slowly. Runs on the client's event loop. */
final class OutgoingMessages implements TimedTask {
    /** Told what was sent. */
    interface Listener {
        /** The end; nothing is sent any more. */
        void sentEnd(Optional<CloseFrame> frame);

        /** Nothing more is waiting for its time. */
        void sentAll();
    }

    private record Step(long dueNanos, Runnable action) {}

    private final Call call;
    private final WebSocket client;
    private final DeadlineScheduler scheduler;
    private final Listener listener;
    private final Deque<Step> steps = new ArrayDeque<>();
    private long latestNanos = Long.MIN_VALUE;
    private int sent;
    private boolean isScheduled;

    OutgoingMessages(Call call, WebSocket client, DeadlineScheduler scheduler, Listener listener) {
        this.call = call;
        this.client = client;
        this.scheduler = scheduler;
        this.listener = listener;
        client.whenWritable(this::sendDue);
    }

    /** How many messages have been sent. */
    int sent() {
        return sent;
    }

    /** Sends a message, not before what was to be sent earlier. */
    void send(Message message, long dueNanos) {
        add(dueNanos, () -> {
            client.send(message);
            sent++;
        });
    }

    /** @param frame empty to break the connection off */
    void end(Optional<CloseFrame> frame, long dueNanos) {
        add(dueNanos, () -> {
            frame.ifPresentOrElse(client::close, client::abort);
            listener.sentEnd(frame);
        });
    }

    private void add(long dueNanos, Runnable action) {
        latestNanos = steps.isEmpty() ? dueNanos : Math.max(latestNanos, dueNanos);
        steps.add(new Step(latestNanos, action));
    }

    /** Sends nothing more. */
    void drop() {
        steps.clear();
    }

    void sendDue() {
        while (!steps.isEmpty() && client.isWritable() && steps.element().dueNanos() - System.nanoTime() <= 0) {
            steps.remove().action().run();
        }
        if (steps.isEmpty()) {
            listener.sentAll();
        } else if (client.isWritable() && !isScheduled) {
            isScheduled = true;
            scheduler.add(this);
        }
    }

    @Override
    public long dueNanos() {
        return steps.element().dueNanos();
    }

    @Override
    public void run(long nowNanos) {
        isScheduled = false;
        sendDue();
    }

    @Override
    public void failed(Throwable thrown) {
        call.scope().fail(thrown);
    }
}
