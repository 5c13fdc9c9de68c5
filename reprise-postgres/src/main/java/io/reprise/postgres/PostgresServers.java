package io.reprise.postgres;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.Store;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The servers that use the same database, schema and project. */
final class PostgresServers implements OtherServers {
    private static final long NEWS_MILLIS = 1_000;

    private final Database database;
    private final Leases leases;
    private final ChangeTable changes;
    private final ChangeReader reader;
    private final ChangeWriter.Readers readers;
    private final Runs runs;
    private final List<Consumer<Optional<TestId>>> watchers = new CopyOnWriteArrayList<>();

    PostgresServers(
            Database database,
            Leases leases,
            ChangeTable changes,
            ChangeReader reader,
            ChangeWriter.Readers readers,
            Runs runs) {
        this.database = database;
        this.leases = leases;
        this.changes = changes;
        this.reader = reader;
        this.readers = readers;
        this.runs = runs;
    }

    @Override
    public Claim claim(Wanted wanted) {
        return leases.claim(wanted);
    }

    @Override
    public Optional<String> hostOfThisServer() {
        return database.read("the address of this server cannot be read", PostgresServers::clientAddress);
    }

    private static Optional<String> clientAddress(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select host(inet_client_addr()), family(inet_client_addr())")) {
            row.next();
            return Optional.ofNullable(row.getString(1)).map(host -> host.contains(":") ? "[" + host + "]" : host);
        }
    }

    /** This server reads what all read: when its own row has come back, others are about to have it, too. */
    @Override
    public void startOver(Optional<TestId> test) {
        ChangeTable.Row.Started started =
                database.write("other servers cannot be told that tests start over", connection -> {
                    long revision = SeriesTable.revision(connection);
                    ChangeTable.Position added = changes.addStart(connection, test, revision);
                    readers.known().writes(added.id());
                    return new ChangeTable.Row.Started(added, test, revision);
                });
        runs.startOver(test, started.revision());
        readers.others().changed();
        reader.await(started.position(), NEWS_MILLIS);
    }

    Leases leases() {
        return leases;
    }

    void startedElsewhere(ChangeTable.Row.Started started) {
        runs.startOver(started.test(), started.revision());
        watchers.forEach(watcher -> watcher.accept(started.test()));
    }

    /** Whether what was kept at that revision belongs to the run of the test that is under way. */
    boolean isOfThisRun(TestId test, long revision) {
        return revision > runs.begin(test);
    }

    @Override
    public Store.Watch watchStarts(Consumer<Optional<TestId>> starts) {
        watchers.add(starts);
        return () -> watchers.remove(starts);
    }
}
