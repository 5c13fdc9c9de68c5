package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements about many recordings of one project at once, as texts. */
final class DocumentTable {
    private static final int PAGE = 1_000;

    private final String project;
    private final RuleSet rules;
    private final BandTable bands;

    /**
     * A document, ready to be written.
     *
     * @param question that it answers
     * @param document deflated
     * @param digest of its text
     */
    record Packed(
            Documents.Placement placement,
            Question question,
            Fingerprint fingerprint,
            Document.Packed document,
            Bytes digest) {
        String location() {
            return placement.document().location();
        }
    }

    DocumentTable(String project, RuleSet rules) {
        this.project = project;
        this.rules = rules;
        this.bands = new BandTable(project);
    }

    /** The documents in the order of their locations, from the one after {@code location}. */
    List<Documents.Listed> after(Connection connection, String location) throws SQLException {
        List<Documents.Listed> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select location, size from recording where project = ? and location > ? order by location limit "
                        + PAGE)) {
            select.setString(1, project);
            select.setString(2, location);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Documents.Listed(rows.getString(1), rows.getLong(2)));
                }
            }
        }
        return found;
    }

    /** The digests of those that are there; empty for a row that has none. */
    Map<String, Optional<Bytes>> digests(Connection connection, Collection<String> locations) throws SQLException {
        Map<String, Optional<Bytes>> digests = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select location, text_digest from recording where project = ? and location = any(?)")) {
            select.setString(1, project);
            select.setArray(2, texts(connection, locations));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    digests.put(
                            rows.getString(1),
                            Optional.ofNullable(rows.getBytes(2)).map(Bytes::owning));
                }
            }
        }
        return digests;
    }

    List<RecordingRow> rows(Connection connection, Collection<String> locations) throws SQLException {
        List<RecordingRow> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + RecordingRow.COLUMNS + " from recording r where r.project = ? and r.location = any(?)")) {
            select.setString(1, project);
            select.setArray(2, texts(connection, locations));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(RecordingRow.of(rows));
                }
            }
        }
        return found;
    }

    /** The ids of the recordings that are there. */
    List<Long> ids(Connection connection, Collection<String> locations) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id from recording where project = ? and location = any(?)")) {
            select.setString(1, project);
            select.setArray(2, texts(connection, locations));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found;
    }

    /** Inserts documents where nothing is; returns the ids of those that were inserted, by location. */
    Map<String, Long> insert(Connection connection, List<Packed> all) throws SQLException {
        Map<String, Long> ids = new LinkedHashMap<>();
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement insert = connection.prepareStatement("insert into recording"
                + " (project, location, test, upstream, occurrence, recorded_on, size, document, text_digest, fingerprint)"
                + " select ?, given.* from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::date[], ?::int[], ?::bytea[],"
                + " ?::bytea[], ?::bytea[]) given on conflict (project, location) do nothing returning location, id")) {
            insert.setString(1, project);
            insert.setArray(2, arrays.texts(all, Packed::location));
            insert.setArray(
                    3,
                    arrays.texts(
                            all, each -> each.placement().recording().test().name()));
            insert.setArray(
                    4, arrays.texts(all, each -> each.placement().recording().upstream()));
            insert.setArray(
                    5, arrays.integers(all, each -> each.placement().recording().occurrence()));
            insert.setArray(
                    6,
                    connection.createArrayOf(
                            "date",
                            all.stream()
                                    .map(each -> each.placement()
                                            .recording()
                                            .recordedOn()
                                            .map(Date::valueOf)
                                            .orElse(null))
                                    .toArray()));
            insert.setArray(
                    7,
                    arrays.integers(
                            all, each -> each.placement().document().text().size()));
            insert.setArray(8, arrays.bytes(all, each -> each.document().bytes()));
            insert.setArray(9, arrays.bytes(all, each -> each.digest().toArray()));
            insert.setArray(10, arrays.bytes(all, each -> each.fingerprint().toBytes()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return ids;
    }

    /** Gives a row another document, if it has the one that was expected; its id then. */
    Optional<Long> replace(Connection connection, Packed other) throws SQLException {
        Documents.Placement placement = other.placement();
        Optional<Fingerprint> before = bands.at(connection, other.location());
        try (PreparedStatement update = connection.prepareStatement(
                "update recording set revision = nextval('revision'), written_at = clock_timestamp(), test = ?, upstream = ?,"
                        + " occurrence = ?, recorded_on = ?, size = ?, document = ?, text_digest = ?, fingerprint = ?"
                        + " where project = ? and location = ? and (text_digest = ? or text_digest is null) returning id")) {
            update.setString(1, placement.recording().test().name());
            update.setString(2, placement.recording().upstream());
            update.setInt(3, placement.recording().occurrence());
            update.setDate(
                    4, placement.recording().recordedOn().map(Date::valueOf).orElse(null));
            update.setInt(5, placement.document().text().size());
            update.setBytes(6, other.document().bytes());
            update.setBytes(7, other.digest().toArray());
            update.setBytes(8, other.fingerprint().toBytes());
            update.setString(9, project);
            update.setString(10, other.location());
            update.setBytes(11, placement.replaced().orElse(Bytes.EMPTY).toArray());
            try (ResultSet row = update.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                bands.remove(connection, row.getLong(1), before);
                return Optional.of(row.getLong(1));
            }
        }
    }

    /** By what recordings are found that are in the table now, by the ids of their rows. */
    void addKeys(Connection connection, List<Map.Entry<Long, Packed>> all) throws SQLException {
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into recording_key (rule_set, key, recording, digest)"
                        + " select ?, given.* from unnest(?::bytea[], ?::bigint[], ?::bigint[]) given on conflict do nothing")) {
            insert.setInt(1, rules.id());
            insert.setArray(
                    2,
                    arrays.bytes(
                            all,
                            each -> RecordingTable.bytes(
                                    each.getValue().question().key())));
            insert.setArray(3, arrays.longs(all, Map.Entry::getKey));
            insert.setArray(
                    4,
                    arrays.longs(all, each -> Fingerprint.digest(each.getValue().question())));
            insert.executeUpdate();
        }
        bands.addAll(
                connection,
                all.stream()
                        .map(each -> Map.entry(each.getKey(), each.getValue().fingerprint()))
                        .toList());
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
