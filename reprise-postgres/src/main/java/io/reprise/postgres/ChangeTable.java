package io.reprise.postgres;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.store.StoreChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements about what has changed in one project. */
final class ChangeTable {
    private static final int MOST = 1_000;

    private final PostgresLocation location;
    private final RuleSet rules;

    /**
     * Where a change is in the order in which changes are read. The transaction comes first: a long one may become visible after others with
     * greater ids, but no transaction before the oldest one that is under way can change any more.
     *
     * @param writer the number of the transaction that wrote it
     */
    record Position(long writer, long id) implements Comparable<Position> {
        /** Before all changes; no server begins there. */
        static final Position START = new Position(0, 0);

        private static final Comparator<Position> ORDER =
                Comparator.comparingLong(Position::writer).thenComparingLong(Position::id);

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /** What happened, as it was read. */
    sealed interface Row {
        Position position();

        /**
         * A recording has changed.
         *
         * @param rules under which its key was computed
         * @param recording the id of its row
         */
        record Changed(Position position, RuleSet rules, long recording, StoreChange change) implements Row {}

        /**
         * @param test that starts over; empty for all
         * @param revision at which it does
         */
        record Started(Position position, Optional<TestId> test, long revision) implements Row {}
    }

    private static final String TEST_STARTED = "TEST_STARTED";
    private static final String TESTS_STARTED = "TESTS_STARTED";
    private static final String KEY_REMOVED = "KEY_REMOVED";

    ChangeTable(PostgresLocation location, RuleSet rules) {
        this.location = location;
        this.rules = rules;
    }

    /** Writes that a test starts over, or all. */
    Position addStart(Connection connection, Optional<TestId> test, long revision) throws SQLException {
        return add(
                connection,
                rules,
                new byte[0],
                revision,
                test.map(TestId::name).orElse(""),
                test.isPresent() ? TEST_STARTED : TESTS_STARTED);
    }

    /** Writes a change. */
    Position add(Connection connection, StoreChange change, long recording) throws SQLException {
        return add(
                connection,
                rules,
                RecordingTable.bytes(change.key()),
                recording,
                change.location(),
                change.kind().name());
    }

    /** Writes that a recording has a key no longer, for servers with those rules. */
    Position addFormer(Connection connection, FormerKeys.Former former, String location, long recording)
            throws SQLException {
        return add(connection, former.rules(), RecordingTable.bytes(former.key()), recording, location, KEY_REMOVED);
    }

    /** Writes that a recording is gone that this server had no key of. */
    Position addRemoved(Connection connection, FormerKeys.Former former, String location, long recording)
            throws SQLException {
        return add(
                connection,
                former.rules(),
                RecordingTable.bytes(former.key()),
                recording,
                location,
                StoreChange.Kind.REMOVED.name());
    }

    /** Whether these are the rules of this server. */
    boolean isOf(RuleSet others) {
        return rules.equals(others);
    }

    private Position add(Connection connection, RuleSet under, byte[] key, long recording, String place, String kind)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into change (project, rule_set, key, recording, location, kind) values (?, ?, ?, ?, ?, ?) returning writer, id")) {
            insert.setString(1, location.project());
            insert.setInt(2, under.id());
            insert.setBytes(3, key);
            insert.setLong(4, recording);
            insert.setString(5, place);
            insert.setString(6, kind);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Position(row.getLong(1), row.getLong(2));
            }
        }
    }

    /** Writes changes of several recordings, by the ids of their rows; returns their ids. */
    List<Long> add(Connection connection, List<Map.Entry<Long, StoreChange>> changes) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into change (project, rule_set, key, recording, location, kind)"
                        + " select ?, ?, * from unnest(?::bytea[], ?::bigint[], ?::text[], ?::text[]) returning id")) {
            SqlArrays arrays = new SqlArrays(connection);
            insert.setString(1, location.project());
            insert.setInt(2, rules.id());
            insert.setArray(
                    3,
                    arrays.bytes(
                            changes,
                            each -> RecordingTable.bytes(each.getValue().key())));
            insert.setArray(4, arrays.longs(changes, Map.Entry::getKey));
            insert.setArray(5, arrays.texts(changes, each -> each.getValue().location()));
            insert.setArray(
                    6, arrays.texts(changes, each -> each.getValue().kind().name()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    /**
     * The changes after that position, in their order, up to the oldest transaction that is under way. So none can become visible later that
     * precedes one of these. The index leads to these and to no others, however many wait for a long transaction.
     */
    List<Row> after(Connection connection, Position last) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select writer, id, rule_set, key, recording, location, kind from change where project = ?"
                        + " and (writer, id) > (?::xid8, ?) and writer < pg_snapshot_xmin(pg_current_snapshot())"
                        + " and (kind <> '" + KEY_REMOVED + "' or rule_set = ?) order by writer, id limit " + MOST)) {
            select.setString(1, location.project());
            select.setString(2, Long.toString(last.writer()));
            select.setLong(3, last.id());
            select.setInt(4, rules.id());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(row(rows));
                }
            }
        }
        return found;
    }

    private static Row row(ResultSet rows) throws SQLException {
        Position position = new Position(rows.getLong(1), rows.getLong(2));
        return switch (rows.getString(7)) {
            case TEST_STARTED -> new Row.Started(position, Optional.of(new TestId(rows.getString(6))), rows.getLong(5));
            case TESTS_STARTED -> new Row.Started(position, Optional.empty(), rows.getLong(5));
            default ->
                new Row.Changed(
                        position,
                        new RuleSet(rows.getInt(3)),
                        rows.getLong(5),
                        new StoreChange(
                                new Key(HexFormat.of().formatHex(rows.getBytes(4))),
                                rows.getString(6),
                                kind(rows.getString(7))));
        };
    }

    private static StoreChange.Kind kind(String text) {
        return text.equals(KEY_REMOVED) ? StoreChange.Kind.REMOVED : StoreChange.Kind.valueOf(text);
    }

    /** The position after which changes are of interest to who begins now: that of the oldest transaction that is under way. */
    static Position last(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select pg_snapshot_xmin(pg_current_snapshot())")) {
            row.next();
            return new Position(row.getLong(1), 0);
        }
    }

    /** Deletes changes that all servers have read long ago, and bodies that no recording has. */
    static void sweep(Connection connection) throws SQLException {
        try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("delete from change where at < clock_timestamp() - interval '1 hour'"
                    + " and writer < pg_snapshot_xmin(pg_current_snapshot())"); // others are not read yet
            delete.executeUpdate("delete from body b where not exists (select from recording_body u"
                    + " where u.project = b.project and u.hash = b.hash)");
        }
    }

    /** The name of the channel on which servers tell each other that there are changes. */
    String channel() {
        return channel(location);
    }

    static String channel(PostgresLocation location) {
        return location.schema();
    }

    /** Tells servers that there are changes. To be called when these are durable. */
    static void tell(Connection connection, String channel) throws SQLException {
        try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, '')")) {
            notify.setString(1, channel);
            notify.execute();
        }
    }
}
