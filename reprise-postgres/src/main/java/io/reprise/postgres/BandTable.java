package io.reprise.postgres;

import io.reprise.core.explain.Fingerprint;
import io.reprise.core.explain.difference.MinHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements about bands ({@link Fingerprint#bands}), by which similar requests are found. */
final class BandTable {
    private final String project;
    /** Other projects have other numbers, so that they are not in the way. */
    private final long salt;

    BandTable(String project) {
        this.project = project;
        this.salt = MinHash.mix(project.hashCode());
    }

    /** What the recording at a location is found by; empty if there is none, or it has none yet. Locks its row. */
    Optional<Fingerprint> at(Connection connection, String location) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select fingerprint from recording where project = ? and location = ? for update")) {
            select.setString(1, project);
            select.setString(2, location);
            return read(select);
        }
    }

    /** As {@link #at}, by the id of the row, which is not locked. */
    Optional<Fingerprint> of(Connection connection, long recording) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select fingerprint from recording where id = ?")) {
            select.setLong(1, recording);
            return read(select);
        }
    }

    private static Optional<Fingerprint> read(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.ofNullable(row.getBytes(1)).map(bytes -> Fingerprint.of(bytes, 0))
                    : Optional.empty();
        }
    }

    void add(Connection connection, long recording, Fingerprint fingerprint) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into band (hash, recording) select distinct hash, ? from unnest(?::bigint[]) hash")) {
            insert.setLong(1, recording);
            insert.setArray(2, connection.createArrayOf("bigint", hashes(fingerprint)));
            insert.executeUpdate();
        }
    }

    /** As {@link #add}, of several recordings. */
    void addAll(Connection connection, List<Map.Entry<Long, Fingerprint>> all) throws SQLException {
        List<Map.Entry<Long, Long>> rows = rows(all);
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into band (hash, recording) select distinct * from unnest(?::bigint[], ?::bigint[]) given"
                        + " on conflict do nothing")) {
            insert.setArray(1, arrays.longs(rows, Map.Entry::getKey));
            insert.setArray(2, arrays.longs(rows, Map.Entry::getValue));
            insert.executeUpdate();
        }
    }

    void removeAll(Connection connection, List<Map.Entry<Long, Fingerprint>> all) throws SQLException {
        List<Map.Entry<Long, Long>> rows = rows(all);
        SqlArrays arrays = new SqlArrays(connection);
        try (PreparedStatement delete = connection.prepareStatement("delete from band b using"
                + " unnest(?::bigint[], ?::bigint[]) given (hash, recording)"
                + " where b.hash = given.hash and b.recording = given.recording")) {
            delete.setArray(1, arrays.longs(rows, Map.Entry::getKey));
            delete.setArray(2, arrays.longs(rows, Map.Entry::getValue));
            delete.executeUpdate();
        }
    }

    private List<Map.Entry<Long, Long>> rows(List<Map.Entry<Long, Fingerprint>> all) {
        List<Map.Entry<Long, Long>> rows = new ArrayList<>();
        for (Map.Entry<Long, Fingerprint> each : all) {
            for (Long hash : hashes(each.getValue())) {
                rows.add(Map.entry(hash, each.getKey()));
            }
        }
        return rows;
    }

    /** @param fingerprint of before; empty if it had none */
    void remove(Connection connection, long recording, Optional<Fingerprint> fingerprint) throws SQLException {
        if (fingerprint.isPresent()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from band where hash = any(?) and recording = ?")) {
                delete.setArray(1, connection.createArrayOf("bigint", hashes(fingerprint.get())));
                delete.setLong(2, recording);
                delete.executeUpdate();
            }
        }
    }

    Long[] hashes(Fingerprint fingerprint) {
        return Arrays.stream(fingerprint.bands())
                .map(band -> MinHash.mix(band ^ salt))
                .boxed()
                .toArray(Long[]::new);
    }
}
