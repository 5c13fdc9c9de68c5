package io.reprise.postgres;

import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives recordings of servers with other rules their keys under the rules of this one. */
final class KeyIndex {
    private final Database database;
    private final RecordingTable recordings;
    private final SeriesTable series;
    private final RecordingTexts texts;

    private record Keyed(RecordingRow row, Question question) {}

    KeyIndex(Database database, RecordingTable recordings, SeriesTable series, RecordingTexts texts) {
        this.database = database;
        this.recordings = recordings;
        this.series = series;
        this.texts = texts;
    }

    /** Reads all recordings that have no key yet; those of a page get theirs in one transaction. */
    void addMissing() {
        Pages.forEachPage(database, recordings::withoutKey, this::add);
    }

    /** The key of a recording; empty if it is no longer there, or cannot be read. */
    Optional<Key> add(long recording) {
        return database.read(Database.NOT_READ, connection -> recordings.byId(connection, recording))
                .flatMap(row -> add(List.of(row)).stream().findFirst());
    }

    /** The keys of those that could be read, and have not changed since. */
    private List<Key> add(List<RecordingRow> rows) {
        List<Keyed> all = rows.stream().flatMap(row -> keyed(row).stream()).toList();
        if (all.isEmpty()) {
            return List.of();
        }
        Set<Key> keys = all.stream().map(each -> each.question().key()).collect(Collectors.toSet());
        return database.write("the keys of the recordings cannot be kept", connection -> {
            List<SeriesTable.Numbered> numbered = new ArrayList<>();
            for (Key key : keys) {
                numbered.addAll(series.of(connection, key));
            }
            series.lockAll(connection, numbered);
            List<Key> added = new ArrayList<>();
            for (Keyed each : all) {
                if (recordings.holds(connection, each.row())) { // or else, whoever has changed it tells of it
                    recordings.addKey(connection, each.row().id(), each.question());
                    recordings.addFingerprint(connection, each.row().id(), Fingerprint.of(each.question()));
                    added.add(each.question().key());
                }
            }
            series.countAll(connection, numbered); // a server with other rules did not count them here
            return added;
        });
    }

    /** Empty if it cannot be read: it answers nothing, and who reads all recordings is told of it. */
    private Optional<Keyed> keyed(RecordingRow row) {
        try {
            return Optional.of(new Keyed(row, texts.read(row).question()));
        } catch (StoreException unreadable) {
            return Optional.empty();
        }
    }
}
