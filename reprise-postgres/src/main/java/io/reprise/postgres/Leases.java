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
        private final Key key;
        private final Token token;
        private final AtomicBoolean isReleased = new AtomicBoolean();

        Held(Key key, Token token) {
            this.key = key;
            this.token = token;
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
        Key key = wanted.question().scope();
        Token token = wanted.self().token();
        return database.single("it cannot be found out whether another server asks the same", connection -> {
            while (!table.take(connection, key, wanted.self(), wanted.instead())) {
                Optional<Holder> other = table.holder(connection, key);
                if (other.isPresent()) {
                    return new Claim.Elsewhere(other.get());
                }
            }
            for (Store.Version version : wanted.looked()) {
                if (!look.isUnchanged(connection, version)) {
                    table.release(connection, key, token);
                    return new Claim.LookAgain();
                }
            }
            Held lease = new Held(key, token);
            held.put(token, lease);
            return new Claim.Held(lease);
        });
    }

    /** To be called within the transaction that keeps something. */
    void lock(Connection connection, Lease lease) throws SQLException {
        Held its = (Held) lease;
        table.lock(connection, its.key, its.token);
    }

    private void renew() {
        if (held.isEmpty()) {
            return;
        }
        try {
            database.single("leases cannot be renewed", connection -> {
                table.renew(connection, held.keySet());
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
