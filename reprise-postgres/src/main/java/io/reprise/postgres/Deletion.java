package io.reprise.postgres;

import io.reprise.postgres.FormerKeys.Former;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Deletes recordings. All servers that have numbered one, under whatever rules, give its number out again if it was the last. */
final class Deletion {
    private final RecordingTable recordings;
    private final FormerKeys keys;

    Deletion(RecordingTable recordings, FormerKeys keys) {
        this.recordings = recordings;
        this.keys = keys;
    }

    /** Locks the recording at a place, after the series in which it is numbered; empty if there is none. */
    Optional<RecordingRow> lock(Connection connection, String location) throws SQLException {
        Optional<RecordingRow> seen = recordings.at(connection, location);
        if (seen.isPresent()) {
            keys.lock(connection, List.of(seen.get().id()), List.of());
        }
        return recordings.lock(connection, location).isPresent()
                ? recordings.at(connection, location)
                : Optional.empty();
    }

    /** Deletes a recording that is locked; returns the keys that it had. */
    List<Former> delete(Connection connection, RecordingRow row) throws SQLException {
        List<Former> former = keys.removeAll(connection, row.id());
        recordings.delete(connection, row.id());
        FormerKeys.count(connection, former);
        return former;
    }
}
