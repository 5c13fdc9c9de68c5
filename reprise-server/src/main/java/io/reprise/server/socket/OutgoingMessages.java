package io.reprise.server.socket;

import io.reprise.core.replay.fault.ConversationStep;
import io.reprise.server.replay.DeadlineScheduler;
import io.reprise.server.replay.TimedTask;
import io.reprise.server.request.ClientConnection;
import io.reprise.server.routing.Call;
import io.reprise.server.websocket.CloseFrame;
import io.reprise.server.websocket.Message;
import io.reprise.server.websocket.WebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is to be sent to a client at given times, in order. Waits for a client that reads slowly. Runs on the client's event loop. */
final class OutgoingMessages implements TimedTask {
    /** Told what was sent. */
    interface Listener {
        /** The end, with a close frame or without; nothing is sent any more. */
        void sentEnd(Optional<CloseFrame> frame);

        /** Nothing more is waiting for its time. */
        void sentAll();
    }

    /** @param isWithin whether the message before it is not whole without it */
    private record Step(long dueNanos, boolean isWithin, Runnable action) {}

    private final Call call;
    private final WebSocket client;
    private final DeadlineScheduler scheduler;
    private final Listener listener;
    private final Deque<Step> steps = new ArrayDeque<>();
    private long latestNanos;
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
        send(new ConversationStep.Send(message.isBinary(), List.of(message.bytes()), 0), dueNanos);
    }

    /** Sends a message in its frames. */
    void send(ConversationStep.Send message, long dueNanos) {
        int last = message.frames().size() - 1;
        for (int i = 0; i <= last; i++) {
            WebSocket.Fragment fragment = new WebSocket.Fragment(
                    i == 0, i == last, message.isBinary(), message.frames().get(i));
            add(dueNanos + i * message.gapNanos(), i > 0, () -> {
                client.send(fragment);
                sent += fragment.isLast() ? 1 : 0;
            });
        }
    }

    void close(CloseFrame frame, long dueNanos) {
        add(dueNanos, false, () -> {
            client.close(frame);
            listener.sentEnd(Optional.of(frame));
        });
    }

    /** Breaks the connection off. */
    void breakOff(ClientConnection.Abort how, long dueNanos) {
        add(dueNanos, false, () -> {
            if (how == ClientConnection.Abort.RESET) {
                client.reset();
            } else {
                client.abort();
            }
            listener.sentEnd(Optional.empty());
        });
    }

    private void add(long dueNanos, boolean isWithin, Runnable action) {
        boolean isLater = steps.isEmpty() || dueNanos - latestNanos > 0;
        latestNanos = isLater ? dueNanos : latestNanos;
        steps.add(new Step(latestNanos, isWithin, action));
    }

    /** Sends nothing more but the rest of a message that has begun. */
    void drop() {
        while (!steps.isEmpty() && steps.element().isWithin()) {
            steps.remove().action().run();
        }
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
