package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.BodyFile;
import io.reprise.postgres.DocumentTable.Packed;
import io.reprise.postgres.SeriesTable.Numbered;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The rows of a project as documents. What is put in gets its keys and counters in the same transaction, and servers are told of it. */
final class PostgresDocuments implements Documents {
    private static final String NOT_KEPT = "the recordings cannot be kept";

    /** So many documents in a row that are refused, and the others are not tried. */
    private static final int MOST_FAILURES = 10;

    private final Database database;
    private final RecordingTable recordings;
    private final DocumentTable documents;
    private final RecordingTexts texts;
    private final KeyRules rules;
    private final SeriesTable series;
    private final FormerKeys formerKeys;
    private final Deletion deletion;
    private final ChangeWriter writer;

    /** The tables that are written together. */
    record Tables(RecordingTable recordings, DocumentTable documents, SeriesTable series, FormerKeys formerKeys) {}

    PostgresDocuments(Database database, Tables tables, RecordingTexts texts, KeyRules rules, ChangeWriter writer) {
        this.texts = texts;
        this.database = database;
        this.recordings = tables.recordings();
        this.documents = tables.documents();
        this.series = tables.series();
        this.formerKeys = tables.formerKeys();
        this.deletion = new Deletion(tables.recordings(), tables.formerKeys());
        this.rules = rules;
        this.writer = writer;
    }

    @Override
    public void forEach(Consumer<Listed> visitor, Consumer<StoreException> unlisted) {
        String last = "";
        List<Listed> page;
        do {
            String from = last;
            page = database.read(Database.NOT_READ, connection -> documents.after(connection, from));
            for (Listed listed : page) {
                last = listed.location();
                visitor.accept(listed);
            }
        } while (!page.isEmpty());
    }

    @Override
    public Map<String, Bytes> digests(Collection<String> locations) {
        Map<String, Bytes> digests = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        database.read(Database.NOT_READ, connection -> documents.digests(connection, locations))
                .forEach((location, digest) -> {
                    digests.put(location, digest.orElse(Bytes.EMPTY));
                    if (digest.isEmpty()) {
                        without.add(location);
                    }
                });
        if (!without.isEmpty()) {
            read(
                    without,
                    document -> digests.put(document.location(), Documents.digest(document.text())),
                    (location, damaged) -> {});
        }
        return digests;
    }

    @Override
    public void read(
            Collection<String> locations, Consumer<Document> visitor, BiConsumer<String, StoreException> broken) {
        if (locations.isEmpty()) {
            return;
        }
        for (RecordingRow row : database.read(Database.NOT_READ, connection -> documents.rows(connection, locations))) {
            Bytes text;
            try {
                text = texts.text(row);
            } catch (StoreException damaged) {
                broken.accept(row.location(), damaged);
                continue;
            }
            visitor.accept(new Document(row.location(), text, name -> texts.body(row, name)));
        }
    }

    /** In one transaction; if that fails, each by itself, so that only those are missing for which there is a reason. */
    @Override
    public List<Placed> put(List<Placement> placements) {
        List<Packed> all = placements.stream().map(this::packed).toList();
        try {
            return write(all);
        } catch (StoreException failed) {
            if (all.size() == 1) {
                return List.of(new Placed.Failed(String.valueOf(failed.getMessage())));
            }
            return putAlone(all);
        }
    }

    /** If the first ones fail, all do, such as when the database is away. */
    private List<Placed> putAlone(List<Packed> all) {
        List<Placed> results = new ArrayList<>();
        Optional<Placed> last = Optional.empty();
        int failures = 0;
        for (Packed one : all) {
            if (last.isEmpty() || failures < MOST_FAILURES) {
                last = Optional.of(putAlone(one));
                failures = last.get() instanceof Placed.Failed ? failures + 1 : 0;
            }
            results.add(last.get());
        }
        return results;
    }

    private Placed putAlone(Packed one) {
        try {
            return write(List.of(one)).get(0);
        } catch (StoreException failed) {
            return new Placed.Failed(String.valueOf(failed.getMessage()));
        }
    }

    private Packed packed(Placement placement) {
        Bytes text = placement.document().text();
        Question question = question(placement);
        return new Packed(
                placement,
                question,
                Fingerprint.of(question),
                io.reprise.postgres.Document.packed(text),
                Documents.digest(text));
    }

    private Question question(Placement placement) {
        return rules.question(placement.request(), placement.recording().test());
    }

    private List<Placed> write(List<Packed> all) {
        List<Numbered> numbered = all.stream()
                .map(each -> SeriesTable.Numbered.of(
                        each.question(), each.placement().recording().upstream()))
                .toList();
        return writer.write(NOT_KEPT, change -> {
            Connection connection = change.connection();
            lock(connection, all, numbered);
            List<Map.Entry<Long, StoreChange>> changes = new ArrayList<>();
            Map<String, List<FormerKeys.Former>> former = new LinkedHashMap<>();
            Map<String, Long> ids = new LinkedHashMap<>();
            List<Packed> fresh = all.stream()
                    .filter(each -> each.placement().replaced().isEmpty())
                    .toList();
            if (!fresh.isEmpty()) {
                ids.putAll(documents.insert(connection, fresh));
            }
            for (Packed each : all) {
                if (each.placement().replaced().isPresent()) {
                    replace(connection, each, former).ifPresent(id -> ids.put(each.location(), id));
                }
            }
            List<Packed> kept = all.stream()
                    .filter(each -> ids.containsKey(each.location()))
                    .toList();
            documents.addKeys(
                    connection,
                    kept.stream().map(each -> Map.entry(id(ids, each), each)).toList());
            for (Packed each : kept) {
                recordings.addBodies(connection, id(ids, each), bodies(each));
                StoreChange.Kind kind =
                        each.placement().replaced().isPresent() ? StoreChange.Kind.REPLACED : StoreChange.Kind.ADDED;
                changes.add(
                        Map.entry(id(ids, each), new StoreChange(each.question().key(), each.location(), kind)));
            }
            series.countAll(connection, numbered);
            for (Packed each : kept) {
                if (each.placement().replaced().isPresent()) { // by another upstream or of another occurrence, perhaps
                    FormerKeys.count(connection, formerKeys.of(connection, id(ids, each)));
                }
            }
            change.noteAll(changes);
            for (Map.Entry<String, List<FormerKeys.Former>> each : former.entrySet()) {
                change.noteFormer(ids.getOrDefault(each.getKey(), 0L), each.getKey(), each.getValue());
            }
            return all.stream()
                    .<Placed>map(each -> ids.containsKey(each.location()) ? new Placed.Kept() : new Placed.Taken())
                    .toList();
        });
    }

    private void lock(Connection connection, List<Packed> all, List<Numbered> numbered) throws SQLException {
        List<String> replaced = all.stream()
                .filter(each -> each.placement().replaced().isPresent())
                .map(Packed::location)
                .toList();
        if (replaced.isEmpty()) {
            series.lockAll(connection, numbered);
        } else {
            series.make(connection, numbered);
            formerKeys.lock(connection, documents.ids(connection, replaced), numbered);
        }
    }

    private static long id(Map<String, Long> ids, Packed each) {
        return ids.getOrDefault(each.location(), 0L);
    }

    private static List<BodyFile> bodies(Packed each) {
        return Stream.concat(
                        each.placement().document().bodies().entrySet().stream()
                                .map(body -> new BodyFile(body.getKey(), body.getValue())),
                        each.document().texts().stream())
                .toList();
    }

    /** What had another key is told of as well. A recording with the same request has the same keys, so that no server misses it meanwhile. */
    private Optional<Long> replace(Connection connection, Packed other, Map<String, List<FormerKeys.Former>> former)
            throws SQLException {
        boolean isAskedTheSame = isAskedTheSame(connection, other);
        Optional<Long> id = documents.replace(connection, other);
        if (id.isPresent()) {
            RecordingTable.removeBodies(connection, id.get());
        }
        if (id.isPresent() && !isAskedTheSame) {
            former.put(
                    other.location(),
                    formerKeys.remove(connection, id.get(), other.question().key()));
        }
        return id;
    }

    /** Nobody else changes the row until the transaction ends. */
    private boolean isAskedTheSame(Connection connection, Packed other) throws SQLException {
        if (recordings.lock(connection, other.location()).isEmpty()) {
            return false;
        }
        Optional<RecordingRow> row = recordings.at(connection, other.location());
        return row.isPresent()
                && RecordingTexts.isAskedTheSame(
                        row.get(),
                        recordings.beside(connection, row.get().id()),
                        other.placement().recording());
    }

    @Override
    public boolean delete(String location, Optional<Bytes> digest) {
        return writer.write("the recording '" + location + "' cannot be deleted", change -> {
            Connection connection = change.connection();
            Optional<RecordingRow> row = deletion.lock(connection, location);
            if (row.isEmpty() || digest.isPresent() && !isOf(connection, row.get(), digest.get())) {
                return false;
            }
            change.noteRemoved(row.get(), deletion.delete(connection, row.get()));
            return true;
        });
    }

    private boolean isOf(Connection connection, RecordingRow row, Bytes digest) throws SQLException {
        try {
            return Documents.digest(row.text(recordings.texts(connection, row.id())))
                    .equals(digest);
        } catch (StoreException damaged) {
            return digest.isEmpty();
        }
    }
}
