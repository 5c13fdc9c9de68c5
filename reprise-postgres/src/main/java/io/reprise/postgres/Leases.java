package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.store.OtherServers.Claim;
import io.reprise.core.store.OtherServers.Holder;
import io.reprise.core.store.OtherServers.Lease;
import io.reprise.core.store.OtherServers.Token;
import io.reprise.core.store.OtherServers.Wanted;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The leases of this server, which a thread renews, all of them in one statement. Thread-safe. */
final class Leases implements AutoCloseable {
    /** So long after its last renewal a lease ends. */
    static final Duration TIME = Duration.ofSeconds(5);

    private static final int RENEWALS_WITHIN_TIME = 3;

    private final Database database;
    private final LeaseTable table;
    private final Look look;
    private final Map<Token, Held> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;

    /** Whether the store has still what was found, in a statement of its own. */
    interface Look {
        boolean isUnchanged(Connection connection, Store.Version version) throws SQLException;
    }

    Leases(Database database, RuleSet rules, Duration time, Look look) {
        this.database = database;
        this.table = new LeaseTable(rules, time);
        this.look = look;
        this.thread = DaemonTimer.named("reprise-postgres-leases");
        long period = time.toMillis() / RENEWALS_WITHIN_TIME;
        thread.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /** One that this server has. */
    private final class Held implements Lease {
        private final Wanted wanted;
        private final Key key;
        private final Token token;
        private final AtomicBoolean isReleased = new AtomicBoolean();

        Held(Wanted wanted) {
            this.wanted = wanted;
            this.key = wanted.question().scope();
            this.token = wanted.self().token();
        }

        @Override
        public void release() {
            if (!isReleased.getAndSet(true)) {
                held.remove(token);
                try {
                    database.single("a lease cannot be given back", connection -> {
                        table.release(connection, key, token);
                        return true;
                    });
                } catch (StoreException away) {
                    // it runs out
                }
            }
        }

        @Override
        public boolean isReleased() {
            return isReleased.get();
        }
    }

    Claim claim(Wanted wanted) {
        Held lease = new Held(wanted);
        return database.single("it cannot be found out whether another server asks the same", connection -> {
            while (!table.take(connection, lease.key, wanted.self(), wanted.instead())) {
                Optional<Holder> other = table.holder(connection, lease.key);
                if (other.isPresent()) {
                    return new Claim.Elsewhere(other.get());
                }
            }
            if (!isUnchanged(connection, wanted)) {
                table.release(connection, lease.key, lease.token);
                return new Claim.LookAgain();
            }
            held.put(lease.token, lease);
            return new Claim.Held(lease);
        });
    }

    private boolean isUnchanged(Connection connection, Wanted wanted) throws SQLException {
        for (Store.Version version : wanted.looked()) {
            if (!look.isUnchanged(connection, version)) {
                return false;
            }
        }
        return true;
    }

    /**
     * To be called within the transaction that keeps something.
     *
     * @throws StoreException if another server has the lease, or had it since it was lost and has kept an answer
     */
    void lock(Connection connection, Lease lease) throws SQLException {
        Held its = (Held) lease;
        if (!table.lock(connection, its.key, its.token) && !isTakenAgain(connection, its)) {
            throw new StoreException(
                    "another server took over this question, because this one did not renew its lease in time, or the"
                            + " database was restarted; the answer of the other server is kept",
                    null);
        }
    }

    /** Takes a lease that was lost with its table, as in a crash of the database, unless another server has kept an answer since. */
    private boolean isTakenAgain(Connection connection, Held lost) throws SQLException {
        return table.takeFree(connection, lost.key, lost.wanted.self()) && isUnchanged(connection, lost.wanted);
    }

    private void renew() {
        if (held.isEmpty()) {
            return;
        }
        try {
            database.single("leases cannot be renewed", connection -> {
                Map<Token, Held> lost = new HashMap<>(held);
                lost.keySet().removeAll(table.renew(connection, lost.keySet()));
                for (Held each : lost.values()) {
                    if (!isTakenAgain(connection, each) || each.isReleased()) {
                        table.release(connection, each.key, each.token);
                    }
                }
                return true;
            });
        } catch (StoreException | RejectedExecutionException away) {
            // there is a next time; what has run out by then can be taken by others
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        held.values().forEach(Held::release);
    }
}
