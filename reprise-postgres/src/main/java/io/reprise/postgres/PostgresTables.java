package io.reprise.postgres;

import io.reprise.core.store.Retention;
import io.reprise.core.store.StoreTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** The tables of one schema, and what they have of one project. */
final class PostgresTables implements StoreTables {
    private final Database database;

    PostgresTables(PostgresLocation location) {
        this.database = new Database(location);
    }

    @Override
    public Status status() {
        PostgresLocation location = database.location();
        OptionalInt version = Migrations.version(database);
        return version.isEmpty() || version.getAsInt() != Migrations.newest()
                ? new Status(location.forPeople(), version, Migrations.newest(), 0, 0, 0)
                : database.read("the state of the store cannot be read", this::counted);
    }

    private Status counted(Connection connection) throws SQLException {
        PostgresLocation location = database.location();
        try (PreparedStatement select = connection.prepareStatement(
                "select count(*), count(distinct test) filter (where test <> ''),"
                        + " (select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class"
                        + " where relnamespace = ?::regnamespace and relkind = 'r') from recording where project = ?")) {
            select.setString(1, location.schema());
            select.setString(2, location.project());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Status(
                        location.forPeople(),
                        OptionalInt.of(Migrations.newest()),
                        Migrations.newest(),
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3));
            }
        }
    }

    @Override
    public List<LogEntry> log(int most) {
        Migrations.requireCurrent(database);
        return database.read("the log of the store cannot be read", connection -> {
            List<LogEntry> entries = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "select at, kind, location, role, coalesce(host(address), '') from audit"
                            + " where project = ? order by id desc limit ?")) {
                select.setString(1, database.location().project());
                select.setInt(2, most);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        entries.add(new LogEntry(
                                rows.getTimestamp(1).toInstant(),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5)));
                    }
                }
            }
            Collections.reverse(entries);
            return entries;
        });
    }

    @Override
    public Retention.Outcome prune(Retention retention, boolean isDeleted) {
        Migrations.requireCurrent(database);
        try (Connection own = database.connectForLong()) {
            DueRecordings due = new DueRecordings(own, database.location());
            Retention.Outcome outcome = due.find(retention);
            if (isDeleted) {
                due.delete();
            }
            return outcome;
        } catch (SQLException failed) {
            throw DatabaseFailure.of(database.location(), "the recordings that are due cannot be deleted", failed);
        }
    }

    @Override
    public List<Integer> make() {
        return Migrations.run(database);
    }

    @Override
    public void close() {
        database.close();
    }
}
