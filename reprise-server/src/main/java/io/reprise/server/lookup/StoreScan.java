package io.reprise.server.lookup;

import io.reprise.core.explain.RequestIndex;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads the whole store once, in the background, so that recordings are found by what they say and not only by their names. A store that has an
 * index of its own is not read.
 */
public final class StoreScan implements AutoCloseable {
    /** Small stores are read by then; with others, what their names do not tell is found later. */
    private static final long LONGEST_WAIT_MS = 2_000;

    private final Store store;
    private final KeyRules rules;
    private final Optional<QuestionIndex> kept;
    private final RequestIndex read = new RequestIndex();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = done.copy();
    private volatile CompletableFuture<?> others = CompletableFuture.completedFuture(null);
    private final Thread thread = new Thread(this::run, "reprise-scan");
    private volatile boolean isClosed;

    /** Ends a scan that nobody waits for any more. */
    private static final class Closed extends RuntimeException {
        Closed() {
            super("the server stops", null, false, false);
        }
    }

    public StoreScan(Store store, KeyRules rules) {
        this.store = store;
        this.rules = rules;
        this.kept = store.index();
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    public void start() {
        if (kept.isPresent()) {
            done.complete(null);
            return;
        }
        settled.completeOnTimeout(null, LONGEST_WAIT_MS, TimeUnit.MILLISECONDS);
        thread.start();
    }

    private void run() {
        try {
            store.forEach(this::isToBeRead, this::take, unreadable -> {});
            read.complete();
        } catch (Closed | StoreException ended) {
            // What was read is of use all the same; a store that cannot be read says so when it is asked.
        } finally {
            done.complete(null);
        }
    }

    private boolean isToBeRead(String location) {
        try {
            others.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException failed) {
            // then this scan reads on
        }
        if (isClosed) {
            throw new Closed();
        }
        return !read.has(location);
    }

    /** Adds a recording that was read for something else, so that this scan need not read it. */
    public void take(Store.Entry entry) {
        if (kept.isEmpty()) {
            try {
                read.add(entry);
            } catch (RuntimeException unforeseen) {
                // it explains no miss, and harms no other recording
            }
        }
    }

    /** All recordings have been given to {@link #take}. */
    public void complete() {
        read.complete();
    }

    /** The scan goes on when that has ended: it reads the same files, and gives them to {@link #take}. */
    public void waitFor(CompletableFuture<?> reading) {
        others = reading;
    }

    public Store store() {
        return store;
    }

    /** The index of the store, or else of the requests that have been read so far. */
    public QuestionIndex index() {
        return kept.isPresent() ? kept.get() : read;
    }

    /** Whether look-ups wait for the scan because rules may have changed the keys since the files were named. */
    boolean isNeededForKeys() {
        return !rules.isEmpty();
    }

    boolean isSettled() {
        return settled.isDone();
    }

    /** Done when the whole store has been read, or when it takes too long to wait for that. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Done when the whole store has been read. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
