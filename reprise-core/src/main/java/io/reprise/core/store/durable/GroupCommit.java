package io.reprise.core.store.durable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of several threads durable together. While one batch is made durable, the next one is collected, so
 * its threads share the cost. One of the waiting threads does the work for all.
 */
final class GroupCommit {
    /** Makes the changes of a batch durable. */
    interface Durability {
        void ensure() throws IOException;
    }

    private static final class Waiting {
        final DurableFiles.Change change;
        boolean isDone;

        @Nullable Exception failure;

        Waiting(DurableFiles.Change change) {
            this.change = change;
        }

        /** Returns whether it was made. */
        boolean make() {
            try {
                change.make();
                return true;
            } catch (IOException | RuntimeException failed) {
                failure = failed;
                return false;
            }
        }
    }

    private final Durability durability;
    private List<Waiting> gathering = new ArrayList<>();
    private boolean isAtWork;

    GroupCommit(Durability durability) {
        this.durability = durability;
    }

    /** Returns once the change is made and durable. */
    void commit(DurableFiles.Change change) throws IOException {
        Waiting own = new Waiting(change);
        List<Waiting> batch = awaitTurn(own);
        if (!batch.isEmpty()) {
            try {
                commit(batch);
            } finally {
                end(batch);
            }
        }
        if (own.failure instanceof IOException failed) {
            throw failed;
        }
        if (own.failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
    }

    /** How many changes wait for the next batch. */
    synchronized int gathered() {
        return gathering.size();
    }

    /** Waits until the change is done, or its batch is to be done by this thread; then returns that batch. */
    private synchronized List<Waiting> awaitTurn(Waiting own) {
        gathering.add(own);
        boolean isInterrupted = false;
        while (isAtWork && !own.isDone) {
            try {
                wait();
            } catch (InterruptedException later) {
                isInterrupted = true; // a change that others may be making cannot be taken back
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (own.isDone) {
            return List.of();
        }
        List<Waiting> batch = gathering;
        gathering = new ArrayList<>();
        isAtWork = true;
        return batch;
    }

    private void commit(List<Waiting> batch) {
        List<Waiting> made = batch.stream().filter(Waiting::make).toList();
        if (made.isEmpty()) {
            return;
        }
        try {
            durability.ensure();
        } catch (IOException | RuntimeException failed) {
            made.forEach(waiting -> waiting.failure = failed);
        }
    }

    private synchronized void end(List<Waiting> batch) {
        batch.forEach(waiting -> waiting.isDone = true);
        isAtWork = false;
        notifyAll();
    }
}
