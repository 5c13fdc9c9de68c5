package io.reprise.postgres;

import io.reprise.core.store.StoreException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells other servers that there are changes: after they are durable, in a transaction of its own, and once for all changes of 20 ms. A
 * notification in the transaction of each change would have all writers of the database wait for each other.
 */
final class ChangeNotifier implements AutoCloseable {
    private static final long DELAY_MILLIS = 20;

    private final Database database;
    private final String channel;
    private final AtomicBoolean isDue = new AtomicBoolean();
    private final ScheduledExecutorService thread;

    ChangeNotifier(Database database, String channel) {
        this.database = database;
        this.channel = channel;
        this.thread = DaemonTimer.named("reprise-postgres-notifier");
    }

    void changed() {
        if (isDue.compareAndSet(false, true)) {
            try {
                thread.schedule(this::send, DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                isDue.set(false); // who listens looks by itself after a while
            }
        }
    }

    private void send() {
        isDue.set(false);
        try {
            database.write("other servers cannot be told of a change", connection -> {
                ChangeTable.tell(connection, channel);
                return true;
            });
        } catch (StoreException away) {
            // who listens looks by itself after a while
        }
    }

    /** Sends what is due. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
