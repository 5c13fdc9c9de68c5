package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.RecordingFile;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements about recordings of one project, under one set of rules. */
final class RecordingTable {
    private final String project;
    private final RuleSet rules;
    private final BandTable bands;

    /** A recording with its text, before it is in the table. */
    record Content(Recording recording, Fingerprint fingerprint, String location, RecordingFile.Written written) {}

    RecordingTable(String project, RuleSet rules) {
        this.project = project;
        this.rules = rules;
        this.bands = new BandTable(project);
    }

    List<RecordingRow> of(Connection connection, Key key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + RecordingRow.COLUMNS
                + " from recording_key k join recording r on r.id = k.recording"
                + " where k.rule_set = ? and k.key = ? order by r.occurrence, r.upstream, r.id")) {
            select.setInt(1, rules.id());
            select.setBytes(2, bytes(key));
            return rows(select);
        }
    }

    Optional<RecordingRow> at(Connection connection, String location) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + RecordingRow.COLUMNS + " from recording r where r.project = ? and r.location = ?")) {
            select.setString(1, project);
            select.setString(2, location);
            return rows(select).stream().findFirst();
        }
    }

    /** Up to {@code most} recordings, in the order of their ids, from the one after {@code id}. */
    List<RecordingRow> after(Connection connection, long id, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + RecordingRow.COLUMNS
                + " from recording r where r.project = ? and r.id > ? order by r.id limit ?")) {
            select.setString(1, project);
            select.setLong(2, id);
            select.setInt(3, most);
            return rows(select);
        }
    }

    /** As {@link #after}, only those of these tests. */
    List<RecordingRow> ofTests(Connection connection, List<TestId> tests, long id, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select " + RecordingRow.COLUMNS
                + " from recording r where r.project = ? and r.test = any(?) and r.id > ? order by r.id limit ?")) {
            select.setString(1, project);
            select.setArray(2, new SqlArrays(connection).texts(tests, TestId::name));
            select.setLong(3, id);
            select.setInt(4, most);
            return rows(select);
        }
    }

    /**
     * As {@link #after}, only those that have no key under these rules. The sum hides the index that begins with the rules: where the database
     * knows no statistics yet, it would read all keys of these rules for each recording.
     */
    List<RecordingRow> withoutKey(Connection connection, long id, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select " + RecordingRow.COLUMNS
                        + " from recording r where r.project = ? and r.id > ? and not exists"
                        + " (select from recording_key k where k.rule_set + 0 = ? and k.recording = r.id) order by r.id limit ?")) {
            select.setString(1, project);
            select.setLong(2, id);
            select.setInt(3, rules.id());
            select.setInt(4, most);
            return rows(select);
        }
    }

    Optional<RecordingRow> byId(Connection connection, long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select " + RecordingRow.COLUMNS + " from recording r where r.id = ?")) {
            select.setLong(1, id);
            return rows(select).stream().findFirst();
        }
    }

    /** The revisions of the recordings with this key, by their ids. */
    Map<Long, Long> revisions(Connection connection, Key key) throws SQLException {
        Map<Long, Long> revisions = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select r.id, r.revision from recording_key k"
                + " join recording r on r.id = k.recording where k.rule_set = ? and k.key = ?")) {
            select.setInt(1, rules.id());
            select.setBytes(2, bytes(key));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    revisions.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return revisions;
    }

    /** The revision of each recording, by its location. */
    Map<String, Long> revisions(Connection connection) throws SQLException {
        Map<String, Long> revisions = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select location, revision from recording where project = ? order by id")) {
            select.setString(1, project);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    revisions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return revisions;
    }

    private static List<RecordingRow> rows(PreparedStatement select) throws SQLException {
        List<RecordingRow> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(RecordingRow.of(rows));
            }
        }
        return found;
    }

    /** Inserts a recording with its bodies and its key; empty if its location is taken. */
    Optional<RecordingRow> insert(Connection connection, Question question, Content content) throws SQLException {
        Document.Packed packed = Document.packed(content.written().text());
        Optional<RecordingRow> inserted;
        try (PreparedStatement insert = connection.prepareStatement("insert into recording as r"
                + " (project, location, test, upstream, occurrence, recorded_on, document, size, fingerprint, text_digest)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (project, location) do nothing returning "
                + RecordingRow.COLUMNS)) {
            insert.setString(1, project);
            insert.setString(2, content.location());
            insert.setString(3, content.recording().test().name());
            setContent(insert, 4, content, packed);
            inserted = rows(insert).stream().findFirst();
        }
        if (inserted.isPresent()) {
            long id = inserted.get().id();
            addKey(connection, id, question);
            bands.add(connection, id, content.fingerprint());
            addBodies(connection, id, content.written().bodies());
            addBodies(connection, id, packed.texts());
        }
        return inserted;
    }

    /** Gives the recording at {@code location} another content, and perhaps another location; empty if there is none. */
    Optional<RecordingRow> update(Connection connection, String location, Content content) throws SQLException {
        Optional<Fingerprint> before = bands.at(connection, location);
        Document.Packed packed = Document.packed(content.written().text());
        Optional<RecordingRow> updated;
        try (PreparedStatement update = connection.prepareStatement(
                "update recording as r set revision = nextval('revision'), written_at = clock_timestamp(), location = ?,"
                        + " upstream = ?, occurrence = ?, recorded_on = ?, document = ?, size = ?, fingerprint = ?, text_digest = ?"
                        + " where r.project = ? and r.location = ? returning " + RecordingRow.COLUMNS)) {
            update.setString(1, content.location());
            setContent(update, 2, content, packed);
            update.setString(9, project);
            update.setString(10, location);
            updated = rows(update).stream().findFirst();
        }
        if (updated.isPresent()) {
            long id = updated.get().id();
            removeBodies(connection, id);
            addBodies(connection, id, content.written().bodies());
            addBodies(connection, id, packed.texts());
            if (!before.map(Fingerprint::toBytes)
                    .map(Bytes::owning)
                    .equals(Optional.of(Bytes.owning(content.fingerprint().toBytes())))) {
                bands.remove(connection, id, before);
                bands.add(connection, id, content.fingerprint());
            }
        }
        return updated;
    }

    private static void setContent(PreparedStatement statement, int first, Content content, Document.Packed packed)
            throws SQLException {
        Recording recording = content.recording();
        Bytes text = content.written().text();
        statement.setString(first, recording.upstream());
        statement.setInt(first + 1, recording.occurrence());
        statement.setDate(first + 2, recording.recordedOn().map(Date::valueOf).orElse(null));
        statement.setBytes(first + 3, packed.bytes());
        statement.setInt(first + 4, text.size());
        statement.setBytes(first + 5, content.fingerprint().toBytes());
        statement.setBytes(first + 6, Documents.digest(text).toArray());
    }

    /** Gives a recording that was kept by an earlier version of this program what it is found by. */
    void addFingerprint(Connection connection, long id, Fingerprint fingerprint) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update recording set fingerprint = ? where id = ? and fingerprint is null")) {
            update.setBytes(1, fingerprint.toBytes());
            update.setLong(2, id);
            if (update.executeUpdate() > 0) {
                bands.add(connection, id, fingerprint);
            }
        }
    }

    /** Locks the recording at a place until the transaction ends; its revision, or empty if there is none. */
    Optional<Long> lock(Connection connection, String location) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select revision from recording where project = ? and location = ? for update")) {
            lock.setString(1, project);
            lock.setString(2, location);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Whether a recording is still as it was read. Nobody else changes it until the transaction ends. */
    boolean holds(Connection connection, RecordingRow row) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select from recording where id = ? and revision = ? for share")) {
            lock.setLong(1, row.id());
            lock.setLong(2, row.revision());
            try (ResultSet found = lock.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Whether it was there. */
    boolean delete(Connection connection, long id) throws SQLException {
        bands.remove(connection, id, bands.of(connection, id)); // as long as it is known whose they are
        try (PreparedStatement delete = connection.prepareStatement("delete from recording where id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() > 0;
        }
    }

    void addKey(Connection connection, long id, Question question) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into recording_key (rule_set, key, recording, digest) values (?, ?, ?, ?) on conflict do nothing")) {
            insert.setInt(1, rules.id());
            insert.setBytes(2, bytes(question.key()));
            insert.setLong(3, id);
            insert.setLong(4, Fingerprint.digest(question));
            insert.executeUpdate();
        }
    }

    void addBodies(Connection connection, long id, List<BodyFile> bodies) throws SQLException {
        for (BodyFile body : bodies) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "with given as (select ?::bytea as content),"
                            + " hashed as (select content, sha256(content) as hash from given),"
                            + " kept as (insert into body (project, hash, content) select ?, hash, content from hashed on conflict do nothing)"
                            + " insert into recording_body (recording, project, name, hash) select ?, ?, ?, hash from hashed")) {
                insert.setBytes(1, body.content().toArray());
                insert.setString(2, project);
                insert.setLong(3, id);
                insert.setString(4, project);
                insert.setString(5, body.name());
                insert.executeUpdate();
            }
        }
    }

    static void removeBodies(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from recording_body where recording = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    /** The bodies of a recording that have files of their own. */
    List<BodyFile> bodies(Connection connection, long id) throws SQLException {
        return beside(connection, id, "not starts_with(name, '" + Document.TEXT + "')");
    }

    /** The texts of a recording that are stored beside its document. */
    List<BodyFile> texts(Connection connection, long id) throws SQLException {
        return beside(connection, id, "starts_with(name, '" + Document.TEXT + "')");
    }

    /** Bodies and texts of a recording. */
    List<BodyFile> beside(Connection connection, long id) throws SQLException {
        return beside(connection, id, "true");
    }

    private static List<BodyFile> beside(Connection connection, long id, String wanted) throws SQLException {
        List<BodyFile> bodies = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select name, content from recording_body join body using (project, hash) where recording = ? and "
                        + wanted + " order by name")) {
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    bodies.add(new BodyFile(rows.getString(1), Bytes.owning(rows.getBytes(2))));
                }
            }
        }
        return bodies;
    }

    static byte[] bytes(Key key) {
        return HexFormat.of().parseHex(key.hex());
    }
}
