package io.reprise.server.replay;

import io.reprise.server.request.ClientConnection;
import io.reprise.server.request.RequestScope;

/** An answer on its way to a client, chunk by chunk at its times. Waits for a client that reads slowly. Runs on the client's event loop. */
abstract class TimedReplay implements TimedTask {
    final RequestScope scope;
    final ClientConnection client;
    private final DeadlineScheduler scheduler;
    private final PacedReplay.Listener listener;
    private boolean isWaitingForClient;
    private boolean isDone;

    TimedReplay(RequestScope scope, DeadlineScheduler scheduler, PacedReplay.Listener listener) {
        this.scope = scope;
        this.client = scope.client();
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** To be called before anything is sent. */
    final void followClient() {
        client.whenClosed(() -> end(false));
        client.whenWritable(this::goOn);
    }

    private void goOn() {
        if (isWaitingForClient) {
            isWaitingForClient = false;
            run(System.nanoTime());
        }
    }

    /** Runs again when the next chunk is due, or once the client takes more. */
    final void runLater() {
        if (client.isWritable()) {
            scheduler.add(this);
        } else {
            isWaitingForClient = true;
        }
    }

    final boolean isDone() {
        return isDone;
    }

    @Override
    public void failed(Throwable thrown) {
        scope.fail(thrown);
        end(false);
    }

    final void end(boolean isWhole) {
        if (!isDone) {
            isDone = true;
            release();
            listener.ended(isWhole);
        }
    }

    /** Lets go of what is held until the end. */
    void release() {
        // most hold nothing
    }
}
