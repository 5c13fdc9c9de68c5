package io.reprise.postgres;

import io.reprise.core.key.Key;
import io.reprise.postgres.SeriesTable.Numbered;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys of recordings under all rules: those that a recording has no longer once it has another request or is gone. A server with other rules
 * computes its own again, as soon as it reads that the recording has changed.
 */
final class FormerKeys {
    private static final String LOCK_SERIES = "select from series where (rule_set, key) in"
            + " (select rule_set, key from recording_key where recording = any(?) union all select ?, * from unnest(?::bytea[]))"
            + " order by rule_set, key, upstream collate \"C\" for update";

    private static final String OF = "select rule_set, key from recording_key where recording = ?";

    private static final String REMOVE =
            "delete from recording_key where recording = ? and (rule_set <> ? or key <> ?) returning rule_set, key";

    private static final String REMOVE_ALL = "delete from recording_key where recording = ? returning rule_set, key";

    private static final String COUNT_SERIES =
            "update series s set last = (select coalesce(max(r.occurrence), 0) from recording_key k"
                    + " join recording r on r.id = k.recording where k.rule_set = s.rule_set and k.key = s.key"
                    + " and (s.upstream = '' or r.upstream = substr(s.upstream, 2)))"
                    + " where (s.rule_set, s.key) in (select * from unnest(?::int[], ?::bytea[]))";

    private final RuleSet rules;

    /** One of them, and the rules under which it was computed. */
    record Former(RuleSet rules, Key key) {}

    FormerKeys(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * Locks all series in which these recordings are numbered, whatever the rules, always in the same order, so that no two transactions wait for
     * each other. To be called before a recording is locked.
     *
     * @param own series under the rules of this server that are to be locked with them
     */
    void lock(Connection connection, Collection<Long> recordings, Collection<Numbered> own) throws SQLException {
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement lock = connection.prepareStatement(LOCK_SERIES)) {
            lock.setArray(1, arrays.longs(List.copyOf(recordings), id -> id));
            lock.setInt(2, rules.id());
            lock.setArray(3, arrays.bytes(List.copyOf(own), series -> RecordingTable.bytes(series.key())));
            lock.execute();
        }
    }

    /** The keys of a recording. */
    List<Former> of(Connection connection, long recording) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF)) {
            select.setLong(1, recording);
            return keys(select);
        }
    }

    /**
     * Removes the keys of a recording, and counts their series again.
     *
     * @param present its key under the rules of this server, which stays
     */
    List<Former> remove(Connection connection, long recording, Key present) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setLong(1, recording);
            remove.setInt(2, rules.id());
            remove.setBytes(3, RecordingTable.bytes(present));
            List<Former> removed = keys(remove);
            count(connection, removed);
            return removed;
        }
    }

    /** Removes all keys of a recording that is deleted next; their series are to be counted then. */
    List<Former> removeAll(Connection connection, long recording) throws SQLException {
        try (PreparedStatement remove = connection.prepareStatement(REMOVE_ALL)) {
            remove.setLong(1, recording);
            return keys(remove);
        }
    }

    private static List<Former> keys(PreparedStatement statement) throws SQLException {
        List<Former> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new Former(
                        new RuleSet(rows.getInt(1)), new Key(HexFormat.of().formatHex(rows.getBytes(2)))));
            }
        }
        return found;
    }

    /** Takes the last occurrences of the series of these keys from the recordings that are there. */
    static void count(Connection connection, List<Former> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement count = connection.prepareStatement(COUNT_SERIES)) {
            count.setArray(1, arrays.integers(keys, each -> each.rules().id()));
            count.setArray(2, arrays.bytes(keys, each -> RecordingTable.bytes(each.key())));
            count.executeUpdate();
        }
    }
}
