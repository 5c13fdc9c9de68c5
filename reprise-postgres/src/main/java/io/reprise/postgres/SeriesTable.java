package io.reprise.postgres;

import io.reprise.core.key.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The last occurrence of each series. Who changes a series holds the lock on its row until the transaction ends, so that of many servers
 * each gets the next number, and a number that was not used is given out again.
 */
final class SeriesTable {
    private static final String LAST = "select coalesce(max(r.occurrence), 0) from recording_key k"
            + " join recording r on r.id = k.recording where k.rule_set = ? and k.key = ? and (? = '' or r.upstream = substr(?, 2))";

    private final RuleSet rules;

    /**
     * Recordings that are numbered together.
     *
     * @param upstream whose recordings are numbered by themselves; empty if those of all upstreams are numbered together
     */
    record Numbered(Key key, Optional<String> upstream) {
        /** In the table, the empty text stands for all upstreams, and an upstream may have an empty name. */
        private String column() {
            return upstream.map(name -> "=" + name).orElse("");
        }
    }

    SeriesTable(RuleSet rules) {
        this.rules = rules;
    }

    /** The next occurrence. */
    int next(Connection connection, Numbered series) throws SQLException {
        lock(connection, series);
        try (PreparedStatement update = connection.prepareStatement(
                "update series set last = last + 1 where rule_set = ? and key = ? and upstream = ? returning last")) {
            setRow(update, 1, series);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Makes sure that the row is there, and locks it. */
    void lock(Connection connection, Numbered series) throws SQLException {
        if (!isLocked(connection, series)) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into series (rule_set, key, upstream, last) values (?, ?, ?, 0) on conflict do nothing")) {
                setRow(insert, 1, series);
                insert.executeUpdate();
            }
            isLocked(connection, series);
            count(connection, series); // in a statement after the lock, so that it sees what others have done before
        }
    }

    private boolean isLocked(Connection connection, Numbered series) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select from series where rule_set = ? and key = ? and upstream = ? for update")) {
            setRow(lock, 1, series);
            try (ResultSet row = lock.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Takes the last occurrence from the recordings that are there. The row is locked. */
    void count(Connection connection, Numbered series) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update series set last = (" + LAST + ") where rule_set = ? and key = ? and upstream = ?")) {
            update.setInt(1, rules.id());
            update.setBytes(2, RecordingTable.bytes(series.key()));
            update.setString(3, series.column());
            update.setString(4, series.column());
            setRow(update, 5, series);
            update.executeUpdate();
        }
    }

    private void setRow(PreparedStatement statement, int first, Numbered series) throws SQLException {
        statement.setInt(first, rules.id());
        statement.setBytes(first + 1, RecordingTable.bytes(series.key()));
        statement.setString(first + 2, series.column());
    }
}
