package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.file.BodyFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A row of the table of recordings.
 *
 * @param revision differs after each change
 * @param packed the document, see {@link Document}
 * @param size of the document's text, in bytes
 */
record RecordingRow(
        long id,
        long revision,
        String location,
        String upstream,
        int occurrence,
        Instant writtenAt,
        byte[] packed,
        int size) {
    /** For {@code select}, of the table {@code r}. */
    static final String COLUMNS =
            "r.id, r.revision, r.location, r.upstream, r.occurrence, r.written_at, r.document, r.size";

    static RecordingRow of(ResultSet rows) throws SQLException {
        return new RecordingRow(
                rows.getLong(1),
                rows.getLong(2),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                rows.getTimestamp(6).toInstant(),
                rows.getBytes(7),
                rows.getInt(8));
    }

    /** Whether {@link #text} needs what is stored beside the document. */
    boolean hasTexts() {
        return Document.hasTexts(packed);
    }

    /**
     * @param texts what is stored beside the document; may be empty if it {@link #hasTexts} not
     * @throws io.reprise.core.store.StoreException if it is damaged
     */
    Bytes text(List<BodyFile> texts) {
        return Document.unpacked(packed, size, location, texts);
    }
}
