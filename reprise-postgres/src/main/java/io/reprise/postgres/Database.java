package io.reprise.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.reprise.core.store.StoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connections to the database of one store. A connection is opened when it is first needed. Thread-safe. */
final class Database implements AutoCloseable {
    /** Work in the database. It is done again, from its beginning, if another transaction got in its way. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** An aim of {@link #read}. */
    static final String NOT_READ = "the recordings cannot be read";

    private static final int MOST_CONNECTIONS = 8;
    private static final int ATTEMPTS = 5;
    private static final Duration WAIT = Duration.ofSeconds(3);

    private final PostgresLocation location;
    private final HikariDataSource pool;
    private final @Nullable Connection transaction;
    private final Rest rest = new Rest(System::nanoTime);
    /** Of what is in memory: one request at a time asks in vain, and no other waits for that. */
    private final Rest checks = new Rest(System::nanoTime);

    private volatile @Nullable SQLException outage;

    Database(PostgresLocation location) {
        this.location = location;
        this.pool = new HikariDataSource(settings(location));
        this.transaction = null;
    }

    private Database(Database other, Connection transaction) {
        this.location = other.location;
        this.pool = other.pool;
        this.transaction = transaction;
    }

    /** The same within a transaction that is under way, which ends where it began. It is not to be closed. */
    Database within(Connection connection) {
        return new Database(this, connection);
    }

    private static HikariConfig settings(PostgresLocation location) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(location.jdbcUrl());
        settings.setDataSourceProperties(location.properties());
        settings.setSchema(location.schema());
        settings.setMaximumPoolSize(MOST_CONNECTIONS);
        settings.setMinimumIdle(0);
        settings.setConnectionTimeout(WAIT.toMillis());
        settings.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
        settings.setInitializationFailTimeout(-1);
        settings.setPoolName("reprise-postgres");
        settings.setExceptionOverrideClassName(EvictFormerPrimary.class.getName());
        return settings;
    }

    PostgresLocation location() {
        return location;
    }

    /**
     * Reads, a second time if the connection turns out to be broken: that is how a restart of the database is noticed.
     *
     * @param aim what cannot be done if it fails, such as "the recordings cannot be read"
     * @throws StoreException if the database does not do it
     */
    <T> T read(String aim, Work<T> work) {
        if (transaction != null) {
            return single(aim, work);
        }
        try {
            Connection connection = connection();
            try (connection) {
                return work.with(connection);
            } catch (SQLException failed) {
                if (!DatabaseFailure.isAway(failed)) {
                    throw failed;
                }
            }
        } catch (SQLException failed) {
            throw DatabaseFailure.of(location, aim, failed);
        }
        return single(aim, work);
    }

    /** As {@link #write}, with each statement in a transaction of its own; none is done again. */
    <T> T single(String aim, Work<T> work) {
        Connection own = transaction;
        try {
            if (own != null) {
                return work.with(own);
            }
            try (Connection connection = connection()) {
                return work.with(connection);
            }
        } catch (SQLException failed) {
            throw DatabaseFailure.of(location, aim, failed);
        }
    }

    /**
     * Writes, in one transaction that is durable when this returns.
     *
     * @param aim as for {@link #read}
     * @throws StoreException if the database does not do it; nothing has been written then, unless the connection broke while it committed
     */
    <T> T write(String aim, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = connection()) {
                return transaction(connection, work);
            } catch (SQLException failed) {
                if (attempt == ATTEMPTS || !DatabaseFailure.isInterference(failed)) {
                    throw DatabaseFailure.of(location, aim, failed);
                }
            } catch (StoreException failed) { // of work within the transaction
                boolean isInterference =
                        failed.getCause() instanceof SQLException cause && DatabaseFailure.isInterference(cause);
                if (attempt == ATTEMPTS || !isInterference) {
                    throw failed;
                }
            }
        }
    }

    private Connection connection() throws SQLException {
        SQLException known = outage;
        if (!rest.mayTry() && known != null) {
            throw known;
        }
        try {
            Connection connection = pool.getConnection();
            outage = null;
            rest.worked();
            return connection;
        } catch (SQLException failed) {
            if (DatabaseFailure.isAway(failed)) {
                outage = failed;
                rest.failed();
            } else {
                rest.worked();
            }
            throw failed;
        }
    }

    Rest checks() {
        return checks;
    }

    /** @throws StoreException if it does not answer */
    void check() {
        boolean unused = read(NOT_READ, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("select 1");
            }
        });
    }

    /** Why it could not be reached at the last attempt; empty if it could. */
    Optional<SQLException> outage() {
        return Optional.ofNullable(outage);
    }

    /** Leaves the connection without automatic commits; the pool puts its own back into their state. */
    static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.with(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException failed) {
            try {
                connection.rollback();
            } catch (SQLException lost) {
                failed.addSuppressed(lost);
            }
            throw failed;
        }
    }

    /** A connection outside the pool, for one that listens, or that holds a lock for long. The caller closes it. */
    Connection connect() throws SQLException {
        return connect(new Properties());
    }

    /** As {@link #connect}, for one statement that may take an hour. */
    Connection connectForLong() throws SQLException {
        Properties patient = new Properties();
        patient.setProperty("socketTimeout", "3600");
        return connect(patient);
    }

    private Connection connect(Properties other) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(location.properties());
        properties.putAll(other);
        Connection connection = DriverManager.getConnection(location.jdbcUrl(), properties);
        connection.setSchema(location.schema());
        return connection;
    }

    @Override
    public void close() {
        pool.close();
    }
}
