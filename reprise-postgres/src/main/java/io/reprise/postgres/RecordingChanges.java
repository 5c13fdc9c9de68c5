package io.reprise.postgres;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store.Entry;
import io.reprise.core.store.Store.Item;
import io.reprise.core.store.Store.Removed;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.postgres.SeriesTable.Numbered;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What changes recordings one by one, as steps of a transaction that notes the changes. */
final class RecordingChanges {
    private final RecordingTable recordings;
    private final SeriesTable series;
    private final FormerKeys formerKeys;
    private final Deletion deletion;
    private final RecordingTexts texts;

    RecordingChanges(RecordingTable recordings, SeriesTable series, FormerKeys formerKeys, RecordingTexts texts) {
        this.formerKeys = formerKeys;
        this.deletion = new Deletion(recordings, formerKeys);
        this.recordings = recordings;
        this.series = series;
        this.texts = texts;
    }

    Entry append(
            ChangeWriter.Change change,
            Question question,
            String upstream,
            Exchange exchange,
            Optional<LocalDate> recordedOn)
            throws SQLException {
        Numbered numbered = Numbered.of(question, upstream);
        Optional<RecordingRow> row = Optional.empty();
        Recording kept;
        do { // until the location is not that of another question
            int occurrence = series.next(change.connection(), numbered);
            kept = texts.kept(question, upstream, occurrence, exchange).on(recordedOn);
            row = recordings.insert(change.connection(), question, texts.content(question, kept, Optional.empty()));
        } while (row.isEmpty());
        change.note(row.get(), StoreChange.Kind.ADDED);
        return texts.entry(question, kept, row.get());
    }

    Entry replace(
            ChangeWriter.Change change,
            Item old,
            Question question,
            String upstream,
            Exchange exchange,
            Optional<LocalDate> recordedOn)
            throws SQLException {
        Optional<Path> present = Optional.of(Path.of("/" + old.location()));
        int occurrence = old instanceof PostgresEntry entry
                ? entry.recording().occurrence()
                : RecordingPaths.nameOf(present.get()).map(FileName::occurrence).orElse(1);
        Recording kept = texts.kept(question, upstream, occurrence, exchange).on(recordedOn);
        RecordingTable.Content content = texts.content(question, kept, present);
        Numbered numbered = Numbered.of(question, upstream);
        series.make(change.connection(), List.of(numbered));
        formerKeys.lock(change.connection(), ids(change, old), List.of(numbered));
        boolean isAskedTheSame = hasRequestOf(change, old, kept);
        Optional<RecordingRow> updated = recordings.update(change.connection(), old.location(), content);
        RecordingRow row = updated.isPresent()
                ? updated.get()
                : recordings
                        .insert(change.connection(), question, content)
                        .orElseThrow(() -> new SQLException("its place is taken", DatabaseFailure.UNIQUE_VIOLATION));
        recordings.addKey(change.connection(), row.id(), question);
        series.count(change.connection(), numbered);
        if (row.location().equals(old.location())) {
            change.note(row, StoreChange.Kind.REPLACED);
        } else {
            change.note(row, StoreChange.Kind.ADDED);
            change.note(row.id(), new StoreChange(question.key(), old.location(), StoreChange.Kind.REMOVED));
        }
        if (!isAskedTheSame) {
            change.noteFormer(row, formerKeys.remove(change.connection(), row.id(), question.key()));
        }
        return texts.entry(question, kept, row);
    }

    private List<Long> ids(ChangeWriter.Change change, Item old) throws SQLException {
        return recordings.at(change.connection(), old.location()).stream()
                .map(RecordingRow::id)
                .toList();
    }

    /** Whether the recording that is to be replaced has the same keys under all rules, so that no server misses it meanwhile. */
    private boolean hasRequestOf(ChangeWriter.Change change, Item old, Recording kept) throws SQLException {
        Optional<Long> revision = recordings.lock(change.connection(), old.location());
        return old instanceof PostgresEntry entry
                && revision.equals(Optional.of(entry.row().revision()))
                && entry.recording().test().equals(kept.test())
                && entry.recording().exchange().request().equals(kept.exchange().request());
    }

    Optional<Entry> confirm(ChangeWriter.Change change, Entry entry, LocalDate recordedOn) throws SQLException {
        Question question = entry.question();
        Optional<RecordingRow> present = recordings.at(change.connection(), entry.location());
        if (present.isEmpty()) {
            return Optional.empty();
        }
        RecordingTable.Content changed = RecordingTexts.onDay(
                question,
                present.get(),
                recordings.beside(change.connection(), present.get().id()),
                recordedOn);
        Optional<RecordingRow> row = recordings.update(change.connection(), entry.location(), changed);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        change.note(row.get(), StoreChange.Kind.REPLACED);
        return Optional.of(texts.entry(question, changed.recording(), row.get()));
    }

    Optional<Removed> remove(ChangeWriter.Change change, PostgresEntry entry) throws SQLException {
        Question question = entry.question();
        Numbered numbered = Numbered.of(question, entry.recording().upstream());
        series.make(change.connection(), List.of(numbered));
        Optional<RecordingRow> row = deletion.lock(change.connection(), entry.location());
        if (row.isEmpty()) {
            series.count(change.connection(), numbered);
            return Optional.empty();
        }
        List<BodyFile> beside = recordings.beside(change.connection(), row.get().id());
        RecordingFile.Written written = new RecordingFile.Written(
                row.get().text(beside),
                beside.stream().filter(each -> !Document.isText(each)).toList());
        change.note(row.get(), StoreChange.Kind.REMOVED);
        List<FormerKeys.Former> unused = deletion.delete(change.connection(), row.get());
        series.count(change.connection(), numbered);
        return Optional.of(new RemovedRow(
                entry,
                new RecordingTable.Content(entry.recording(), Fingerprint.of(question), entry.location(), written)));
    }

    /** Deletes what is at a place and cannot be read. Whether it was there. */
    boolean removeBroken(ChangeWriter.Change change, String location) throws SQLException {
        Optional<RecordingRow> row = deletion.lock(change.connection(), location);
        if (row.isPresent()) {
            change.noteRemoved(row.get(), deletion.delete(change.connection(), row.get()));
        }
        return row.isPresent();
    }

    Optional<Entry> restore(ChangeWriter.Change change, RemovedRow gone) throws SQLException {
        Question question = gone.entry().question();
        Numbered numbered = Numbered.of(question, gone.recording().upstream());
        series.lock(change.connection(), numbered);
        Optional<RecordingRow> row = recordings.insert(change.connection(), question, gone.content());
        if (row.isEmpty()) {
            return Optional.empty();
        }
        series.count(change.connection(), numbered);
        change.note(row.get(), StoreChange.Kind.ADDED);
        return Optional.of(texts.entry(question, gone.recording(), row.get()));
    }
}
