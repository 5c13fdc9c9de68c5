package io.reprise.postgres;

import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Optional;

/** Gives recordings of servers with other rules their keys under the rules of this one. */
final class KeyIndex {
    private final Database database;
    private final RecordingTable recordings;
    private final SeriesTable series;
    private final RecordingTexts texts;

    KeyIndex(Database database, RecordingTable recordings, SeriesTable series, RecordingTexts texts) {
        this.database = database;
        this.recordings = recordings;
        this.series = series;
        this.texts = texts;
    }

    /** Reads all recordings that have no key yet. */
    void addMissing() {
        Pages.forEach(database, recordings::withoutKey, this::add);
    }

    /** The key of a recording; empty if it is no longer there, or cannot be read. */
    Optional<Key> add(long recording) {
        return database.read(Database.NOT_READ, connection -> recordings.byId(connection, recording))
                .flatMap(this::add);
    }

    private Optional<Key> add(RecordingRow row) {
        Question question;
        try {
            question = texts.read(row).question();
        } catch (StoreException unreadable) {
            return Optional.empty(); // it answers nothing; who reads all recordings is told of it
        }
        return database.write("the keys of the recordings cannot be kept", connection -> {
            List<SeriesTable.Numbered> numbered = series.of(connection, question.key());
            series.lockAll(connection, numbered);
            if (!recordings.holds(connection, row)) {
                return Optional.empty(); // whoever has changed it tells of it
            }
            recordings.addKey(connection, row.id(), question);
            recordings.addFingerprint(connection, row.id(), Fingerprint.of(question));
            series.countAll(connection, numbered); // a server with other rules did not count it here
            return Optional.of(question.key());
        });
    }
}
