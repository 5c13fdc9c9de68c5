package io.reprise.postgres;

import io.reprise.postgres.ChangeTable.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Reads what has changed, on a connection and a thread of its own: when a server says that there is something, and twice a second in any case. While
 * the connection is lost, {@link KnownChanges} is not up to date.
 */
final class ChangeReader implements AutoCloseable {
    private static final int WAIT_MILLIS = 500;
    private static final long SWEEP_MILLIS = 600_000;

    private final Database database;
    private final ChangeTable table;
    private final KnownChanges known;
    private final Listener listener;
    private final Thread thread;
    private volatile boolean isClosed;
    private volatile Position last;
    private long sweptMillis = System.currentTimeMillis();
    private volatile @Nullable Connection connection;
    private volatile @Nullable SQLException lost;

    /**
     * Who is told.
     *
     * @param changes takes those of other servers
     * @param starts takes that tests start over, as other servers say
     * @param upToDate called when all changes have been read, at least twice a second; it must be quick
     */
    record Listener(
            Consumer<ChangeTable.Row.Changed> changes, Consumer<ChangeTable.Row.Started> starts, Step upToDate) {
        private void accept(ChangeTable.Row row) {
            if (row instanceof ChangeTable.Row.Changed changed) {
                changes.accept(changed);
            } else if (row instanceof ChangeTable.Row.Started started) {
                starts.accept(started);
            }
        }
    }

    /** A step on the connection of the reader. */
    interface Step {
        /** @param last the position of the last change */
        void with(Connection connection, Position last) throws SQLException;
    }

    /**
     * @param last the position after which changes are not known
     */
    ChangeReader(Database database, ChangeTable table, KnownChanges known, Position last, Listener listener) {
        this.database = database;
        this.table = table;
        this.known = known;
        this.last = last;
        this.listener = listener;
        this.thread = new Thread(this::run, "reprise-postgres-changes");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isClosed) {
            try (Connection own = database.connect()) {
                connection = own;
                listen(own);
            } catch (SQLException away) {
                lost = away;
                known.setOutOfDate();
                pause();
            } catch (RuntimeException failed) {
                known.setOutOfDate();
                pause();
            } finally {
                connection = null;
            }
        }
    }

    private void listen(Connection own) throws SQLException {
        try (Statement listen = own.createStatement()) {
            listen.execute("listen \"" + table.channel() + "\"");
        }
        beginAnewInAnotherCluster(own);
        while (!isClosed) {
            readAll(own);
            known.setUpToDate();
            lost = null;
            listener.upToDate().with(own, last);
            own.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
            sweep(own);
        }
    }

    /**
     * The numbers of transactions only grow. Where they are smaller than one that was read, this is another cluster, such as one into which a dump
     * was restored: what is known is of the former one, and its positions come after all changes that are still to be.
     */
    private void beginAnewInAnotherCluster(Connection own) throws SQLException {
        Position now = ChangeTable.last(own);
        if (now.writer() < last.writer()) {
            setLast(now);
            known.forgetAll();
        }
    }

    private void readAll(Connection own) throws SQLException {
        List<ChangeTable.Row> rows;
        do {
            rows = table.after(own, last);
            for (ChangeTable.Row row : rows) {
                if (!known.isOwn(row.position().id())) {
                    listener.accept(row);
                }
                setLast(row.position()); // not before: what could not be taken in is read again
            }
        } while (!rows.isEmpty());
    }

    private synchronized void setLast(Position position) {
        last = position;
        notifyAll();
    }

    /** Waits until that change has been read, or for so long. */
    synchronized void await(Position change, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; last.compareTo(change) < 0 && !isClosed && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the database could not be reached at the last attempt, here or for a request; empty if it could, or if that does not pass. */
    Optional<String> away() {
        return Optional.ofNullable(lost)
                .or(database::outage)
                .filter(DatabaseFailure::mayPass)
                .map(failed -> DatabaseFailure.why(database.location(), failed));
    }

    private void sweep(Connection own) {
        if (System.currentTimeMillis() - sweptMillis < SWEEP_MILLIS) {
            return;
        }
        sweptMillis = System.currentTimeMillis();
        try {
            ChangeTable.sweep(own);
            LeaseTable.sweep(own);
        } catch (SQLException another) {
            // does it, or has just used a body that nobody used; there is a next time
        }
    }

    /** So long that servers do not all come back in the same moment. */
    private void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(200, 1_000));
        } catch (InterruptedException closed) {
            isClosed = true;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        Connection own = connection;
        if (own != null) {
            try {
                own.abort(Runnable::run);
            } catch (SQLException gone) {
                // as it should be
            }
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
