package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.Series;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The last occurrence of each series. Who changes a series holds the lock on its row until the transaction ends, so that of many servers
 * each gets the next number, and a number that was not used is given out again.
 */
final class SeriesTable {
    private static final String LAST = "select coalesce(max(r.occurrence), 0) from recording_key k"
            + " join recording r on r.id = k.recording where k.rule_set = ? and k.key = ? and (? = '' or r.upstream = substr(?, 2))";

    private static final String NEXT =
            "update series set last = last + 1 where rule_set = ? and key = ? and upstream = ? returning last";

    private static final String KEEP = "with old as (select rule_set, key, upstream, kept from series"
            + " where rule_set = ? and key = ? and upstream = ? for update)"
            + " update series s set kept = nextval('revision') from old"
            + " where s.rule_set = old.rule_set and s.key = old.key and s.upstream = old.upstream returning old.kept";

    private final RuleSet rules;

    /**
     * Recordings that are numbered together.
     *
     * @param upstream whose recordings are numbered by themselves; empty if those of all upstreams are numbered together
     */
    record Numbered(Key key, Optional<String> upstream) {
        static Numbered of(Question question, String upstream) {
            return new Numbered(
                    question.key(), Series.isPerUpstream(question) ? Optional.of(upstream) : Optional.empty());
        }

        /** Whose row says when a run has begun to record this question: who names an upstream records for itself. */
        static Numbered ofRun(Question question, String upstream) {
            return new Numbered(
                    question.scope(), Series.isPerUpstream(question) ? Optional.of(upstream) : Optional.empty());
        }

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
        OptionalLong next = update(connection, NEXT, series);
        while (next.isEmpty()) {
            lock(connection, series);
            next = update(connection, NEXT, series);
        }
        return (int) next.getAsLong();
    }

    /**
     * Locks the row, and notes that an answer is kept.
     *
     * @return the revision at which the one before was kept; 0 if there was none
     */
    long keep(Connection connection, Numbered series) throws SQLException {
        OptionalLong before = update(connection, KEEP, series);
        while (before.isEmpty()) {
            lock(connection, series);
            before = update(connection, KEEP, series);
        }
        return before.getAsLong();
    }

    /** A revision that is greater than all so far. */
    static long revision(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select nextval('revision')");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Locks and changes the row; empty if there is none. */
    private OptionalLong update(Connection connection, String statement, Numbered series) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            setRow(update, 1, series);
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
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

    /**
     * Makes sure that all these rows are there, and locks them, always in the same order, so that no two transactions wait for each other.
     * Their numbers are to be counted afterwards.
     */
    void lockAll(Connection connection, Collection<Numbered> all) throws SQLException {
        make(connection, all);
        execute(
                connection,
                "select from series where rule_set = ? and (key, upstream) in"
                        + " (select * from unnest(?::bytea[], ?::text[])) order by key, upstream collate \"C\" for update",
                all);
    }

    /** Makes sure that all these rows are there. Their numbers are to be counted once they are locked. */
    void make(Connection connection, Collection<Numbered> all) throws SQLException {
        execute(
                connection,
                "insert into series (rule_set, key, upstream, last) select ?, given.*, 0"
                        + " from unnest(?::bytea[], ?::text[]) given on conflict do nothing",
                all);
    }

    private void execute(Connection connection, String statement, Collection<Numbered> all) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            setRows(prepared, 1, sorted(all), new SqlArrays(connection));
            prepared.execute();
        }
    }

    /** Takes the last occurrences from the recordings that are there. The rows are locked. */
    void countAll(Connection connection, Collection<Numbered> all) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update series s set last = (select coalesce(max(r.occurrence), 0) from recording_key k"
                        + " join recording r on r.id = k.recording where k.rule_set = s.rule_set and k.key = s.key"
                        + " and (s.upstream = '' or r.upstream = substr(s.upstream, 2)))"
                        + " where s.rule_set = ? and (s.key, s.upstream) in (select * from unnest(?::bytea[], ?::text[]))")) {
            setRows(update, 1, sorted(all), new SqlArrays(connection));
            update.executeUpdate();
        }
    }

    /** The rows of a key. */
    List<Numbered> of(Connection connection, Key key) throws SQLException {
        List<Numbered> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select upstream from series where rule_set = ? and key = ?")) {
            select.setInt(1, rules.id());
            select.setBytes(2, RecordingTable.bytes(key));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String upstream = rows.getString(1);
                    found.add(new Numbered(
                            key, upstream.isEmpty() ? Optional.empty() : Optional.of(upstream.substring(1))));
                }
            }
        }
        return found;
    }

    private static List<Numbered> sorted(Collection<Numbered> all) {
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing((Numbered series) -> series.key().hex())
                        .thenComparing(Numbered::column))
                .toList();
    }

    private void setRows(PreparedStatement statement, int first, List<Numbered> all, SqlArrays arrays)
            throws SQLException {
        statement.setInt(first, rules.id());
        statement.setArray(first + 1, arrays.bytes(all, series -> RecordingTable.bytes(series.key())));
        statement.setArray(first + 2, arrays.texts(all, Numbered::column));
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
