package io.reprise.postgres;

import io.reprise.core.key.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The keys that a recording has no longer once it has another request, under all rules. A server with other rules computes its own again, as soon as it
 * reads that the recording has changed.
 */
final class FormerKeys {
    private static final String LOCK_SERIES = "select from series where (rule_set, key) in"
            + " (select rule_set, key from recording_key where recording = ?) order by rule_set, key, upstream for update";

    private static final String REMOVE =
            "delete from recording_key where recording = ? and (rule_set <> ? or key <> ?) returning rule_set, key";

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
     * Removes the keys of a recording, and counts their series again.
     *
     * @param present its key under the rules of this server, which stays
     */
    List<Former> remove(Connection connection, long recording, Key present) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_SERIES)) {
            lock.setLong(1, recording);
            lock.execute();
        }
        List<Former> removed = new ArrayList<>();
        try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
            remove.setLong(1, recording);
            remove.setInt(2, rules.id());
            remove.setBytes(3, RecordingTable.bytes(present));
            try (ResultSet rows = remove.executeQuery()) {
                while (rows.next()) {
                    removed.add(new Former(
                            new RuleSet(rows.getInt(1)), new Key(HexFormat.of().formatHex(rows.getBytes(2)))));
                }
            }
        }
        if (!removed.isEmpty()) {
            count(connection, removed);
        }
        return removed;
    }

    private static void count(Connection connection, List<Former> removed) throws SQLException {
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement count = connection.prepareStatement(COUNT_SERIES)) {
            count.setArray(1, arrays.integers(removed, each -> each.rules().id()));
            count.setArray(2, arrays.bytes(removed, each -> RecordingTable.bytes(each.key())));
            count.executeUpdate();
        }
    }
}
