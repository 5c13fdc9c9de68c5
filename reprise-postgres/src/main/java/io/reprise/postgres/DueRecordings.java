package io.reprise.postgres;

import io.reprise.core.explain.Fingerprint;
import io.reprise.core.store.Retention;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the recordings of a project that are due, and deletes them, some questions in each transaction. */
final class DueRecordings {
    private static final int RECORDINGS_OF_TRANSACTION = 500;

    /** A question in a test: its recordings have the same key. Those without a key stand for themselves. */
    private static final String FIND = """
            create temporary table due as
            select ids, bytes, size, is_old or total > ? as is_due from (
              select *, sum(case when is_old then 0 else bytes end) over (order by used desc, recorded desc, series) as total from (
                select *, coalesce(recorded < current_date - ?, false) or coalesce(used < current_date - ?, false) as is_old from (
                  select coalesce(k.series, r.location) as series, array_agg(r.id) as ids, count(*) as size,
                    sum(octet_length(r.document) + coalesce(b.bytes, 0)) as bytes,
                    max(coalesce(r.recorded_on, r.written_at::date)) as recorded,
                    max(greatest(coalesce(u.day, r.written_at::date), r.written_at::date)) as used
                  from recording r
                  left join lateral (select k.rule_set || ' ' || encode(k.key, 'hex') as series from recording_key k
                    where k.recording = r.id order by k.rule_set limit 1) k on true
                  left join lateral (select sum(octet_length(body.content)) as bytes from recording_body u
                    join body using (project, hash) where u.recording = r.id) b on true
                  left join last_use u on u.recording = r.id
                  where r.project = ? group by 1) question) dated) summed""";

    private final Connection connection;
    private final PostgresLocation location;
    private final BandTable bands;

    /** @param connection that nobody else uses meanwhile */
    DueRecordings(Connection connection, PostgresLocation location) {
        this.connection = connection;
        this.location = location;
        this.bands = new BandTable(location.project());
    }

    Retention.Outcome find(Retention retention) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(FIND)) {
            create.setLong(1, retention.most().orElse(Long.MAX_VALUE));
            setDays(create, 2, retention.age().map(age -> age.days()).orElse(0));
            setDays(create, 3, retention.unused().map(age -> age.days()).orElse(0));
            create.setString(4, location.project());
            create.executeUpdate();
        }
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "select count(*) filter (where is_due),"
                                + " coalesce(sum(size) filter (where is_due), 0), coalesce(sum(bytes) filter (where is_due), 0),"
                                + " coalesce(sum(size) filter (where not is_due), 0), coalesce(sum(bytes) filter (where not is_due), 0) from due")) {
            row.next();
            return new Retention.Outcome(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
        }
    }

    private static void setDays(PreparedStatement statement, int place, int days) throws SQLException {
        if (days == 0) {
            statement.setNull(place, Types.INTEGER);
        } else {
            statement.setInt(place, days);
        }
    }

    /** Deletes what {@link #find} has found. */
    void delete() throws SQLException {
        List<Long> some = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select ids from due where is_due")) {
            while (rows.next()) {
                Array ids = rows.getArray(1);
                some.addAll(List.of((Long[]) ids.getArray()));
                if (some.size() >= RECORDINGS_OF_TRANSACTION) {
                    delete(some);
                    some.clear();
                }
            }
        }
        if (!some.isEmpty()) {
            delete(some);
        }
    }

    private void delete(List<Long> recordings) throws SQLException {
        boolean unused = Database.transaction(connection, own -> {
            Array ids = own.createArrayOf("int8", recordings.toArray());
            run(
                    "select from series s where (s.rule_set, s.key) in (select k.rule_set, k.key from recording_key k where k.recording = any(?))"
                            + " order by s.rule_set, s.key, s.upstream collate \"C\" for update",
                    ids);
            run(
                    "insert into change (project, rule_set, key, recording, location, kind) select r.project, k.rule_set, k.key, r.id,"
                            + " r.location, 'REMOVED' from recording r join recording_key k on k.recording = r.id where r.id = any(?)",
                    ids);
            run(
                    "delete from series s where (s.rule_set, s.key) in (select k.rule_set, k.key from recording_key k where k.recording = any(?))"
                            + " and not exists (select from recording_key o where o.rule_set = s.rule_set and o.key = s.key and o.recording <> all(?))",
                    ids,
                    ids);
            run( // those that have other recordings, under other rules
                    "update series s set last = (select coalesce(max(r.occurrence), 0) from recording_key o"
                            + " join recording r on r.id = o.recording where o.rule_set = s.rule_set and o.key = s.key"
                            + " and o.recording <> all(?) and (s.upstream = '' or r.upstream = substr(s.upstream, 2)))"
                            + " where (s.rule_set, s.key) in (select k.rule_set, k.key from recording_key k where k.recording = any(?))",
                    ids,
                    ids);
            bands.removeAll(connection, fingerprints(ids));
            run("delete from recording where id = any(?)", ids);
            return true;
        });
        connection.setAutoCommit(true);
        ChangeTable.tell(connection, ChangeTable.channel(location));
    }

    private List<Map.Entry<Long, Fingerprint>> fingerprints(Array ids) throws SQLException {
        List<Map.Entry<Long, Fingerprint>> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select id, fingerprint from recording where id = any(?) and fingerprint is not null")) {
            select.setArray(1, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(Map.entry(rows.getLong(1), Fingerprint.of(rows.getBytes(2), 0)));
                }
            }
        }
        return found;
    }

    private void run(String statement, Array... ids) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < ids.length; i++) {
                prepared.setArray(i + 1, ids[i]);
            }
            prepared.execute();
        }
    }
}
