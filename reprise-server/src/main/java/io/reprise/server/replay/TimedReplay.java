package io.reprise.server.replay;

import io.reprise.server.network.ChunkReceiver;
import java.util.function.Consumer;

/** An answer on its way to a client, chunk by chunk at its times. Waits for a client that reads slowly. Runs on the client's event loop. */
abstract class TimedReplay implements TimedTask {
    final ChunkReceiver client;
    private final DeadlineScheduler scheduler;
    private final Consumer<Throwable> failing;
    private final Player.Listener listener;
    private boolean isWaitingForClient;
    private boolean isDone;

    /** @param failing is told of what was thrown, and has to end the answer */
    TimedReplay(
            ChunkReceiver client, DeadlineScheduler scheduler, Consumer<Throwable> failing, Player.Listener listener) {
        this.client = client;
        this.scheduler = scheduler;
        this.failing = failing;
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
        failing.accept(thrown);
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
