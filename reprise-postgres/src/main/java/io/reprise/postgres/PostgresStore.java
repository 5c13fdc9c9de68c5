package io.reprise.postgres;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.Documents;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.OtherServers.Lease;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.postgres.SeriesTable.Numbered;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Recordings in a PostgreSQL database, which any number of servers share. A recording is the text of its file, so that a directory and a
 * database hold the same; its location is the path that its file would have.
 *
 * <p>Occurrences are assigned by the database. Changes by other servers become known within a second, and a search is current without a query
 * as long as they do.
 */
final class PostgresStore implements Store {

    private final Database database;
    private final RecordingTable recordings;
    private final SeriesTable series;
    private final RuleSet ruleSet;
    private final ChangeFeed feed;
    private final KnownChanges known;
    private final ChangeReader reader;
    private final ChangeNotifier notifier;
    private final ChangeWriter writer;
    private final RecordingTexts texts;
    private final KeyIndex keys;
    private final PostgresQuestionIndex index;
    private final UseTable uses;
    private final PostgresDocuments documents;
    private final PostgresServers servers;

    private PostgresStore(Database database, KeyRules rules, RuleSet ruleSet, long lastChange, Duration leaseTime) {
        this.database = database;
        this.ruleSet = ruleSet;
        PostgresLocation location = database.location();
        this.recordings = new RecordingTable(location.project(), ruleSet);
        this.series = new SeriesTable(ruleSet);
        ChangeTable changes = new ChangeTable(location, ruleSet);
        this.uses = new UseTable(Clock.systemUTC());
        this.feed = new ChangeFeed();
        this.known = new KnownChanges(System::nanoTime);
        this.notifier = new ChangeNotifier(database, changes.channel());
        ChangeWriter.Readers readers = new ChangeWriter.Readers(known, feed, notifier);
        this.writer = new ChangeWriter(database, changes, readers);
        this.texts = new RecordingTexts(database, recordings, rules, uses);
        this.keys = new KeyIndex(database, recordings, series, texts);
        this.index = new PostgresQuestionIndex(database, location.project(), ruleSet);
        this.documents = new PostgresDocuments(
                database,
                new PostgresDocuments.Tables(recordings, new DocumentTable(location.project(), ruleSet), series),
                rules,
                writer);
        this.reader = new ChangeReader(
                database,
                changes,
                known,
                lastChange,
                new ChangeReader.Listener(this::changedElsewhere, this::startedElsewhere, connection -> {
                    index.count(connection);
                    uses.writeSometimes(connection);
                }));
        Leases leases = new Leases(database, ruleSet, leaseTime, this::isUnchanged);
        this.servers = new PostgresServers(database, leases, changes, reader, readers);
    }

    /** The same store, which keeps something only as long as no other server has taken over the lease. */
    private PostgresStore(PostgresStore other, Lease lease) {
        this.database = other.database;
        this.recordings = other.recordings;
        this.series = other.series;
        this.ruleSet = other.ruleSet;
        this.feed = other.feed;
        this.known = other.known;
        this.reader = other.reader;
        this.notifier = other.notifier;
        this.texts = other.texts;
        this.keys = other.keys;
        this.index = other.index;
        this.uses = other.uses;
        this.documents = other.documents;
        this.servers = other.servers;
        this.writer = other.writer.behind(connection -> servers.leases().lock(connection, lease));
    }

    /**
     * Opens the store. If it has recordings of servers with other rules, their keys under these rules are computed first.
     *
     * @throws StoreException if the database cannot be reached, or has not the tables of this version
     */
    static PostgresStore open(PostgresLocation location, KeyRules rules) {
        return open(location, rules, Leases.TIME);
    }

    /** @param leaseTime after which another server can take over from one that does not renew its leases */
    static PostgresStore open(PostgresLocation location, KeyRules rules, Duration leaseTime) {
        Database database = new Database(location);
        try {
            Migrations.requireCurrent(database);
            long lastChange = database.read(Database.NOT_READ, ChangeTable::last);
            RuleSet ruleSet = database.write(
                    "the store cannot be opened", connection -> RuleSet.of(connection, location.project(), rules));
            PostgresStore store = new PostgresStore(database, rules, ruleSet, lastChange, leaseTime);
            store.keys.addMissing();
            store.reader.start();
            return store;
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private void startedElsewhere(Optional<TestId> test) {
        servers.startedElsewhere(test);
    }

    private void changedElsewhere(ChangeTable.Row.Changed row) {
        Optional<Key> key =
                row.rules().equals(ruleSet) ? Optional.of(row.change().key()) : keys.add(row.recording());
        if (key.isEmpty()) {
            known.forgetAll(); // under which key it was known here is not known any more
            return;
        }
        known.changed(key.get());
        feed.publish(key.get(), row.change().location(), row.change().kind());
    }

    @Override
    public Answers find(Question question) {
        long since = known.now();
        List<RecordingRow> rows =
                database.read(Database.NOT_READ, connection -> recordings.of(connection, question.key()));
        List<Entry> answers = new ArrayList<>();
        Map<Long, Long> revisions = new HashMap<>();
        for (RecordingRow row : rows) {
            revisions.put(row.id(), row.revision());
            if (Series.answers(question, row.upstream())) {
                PostgresEntry entry = texts.read(row);
                entry.release();
                answers.add(entry);
            }
        }
        return new Answers(answers, new RowsVersion(question.key(), since, revisions));
    }

    @Override
    public boolean isCurrent(Version version) {
        return ((RowsVersion) version).isCurrent(database, recordings, known);
    }

    private boolean isUnchanged(Connection connection, Version version) throws SQLException {
        return ((RowsVersion) version).isUnchanged(connection, recordings, known);
    }

    @Override
    public Optional<OtherServers> others() {
        return Optional.of(servers);
    }

    @Override
    public Store under(Lease lease) {
        return new PostgresStore(this, lease);
    }

    @Override
    public List<Item> series(Question question, String upstream) {
        List<Item> items = new ArrayList<>();
        for (RecordingRow row :
                database.read(Database.NOT_READ, connection -> recordings.of(connection, question.key()))) {
            if (Series.includes(question, upstream, row.upstream())) {
                try {
                    items.add(texts.read(row));
                } catch (StoreException unreadable) {
                    items.add(new Broken(row.location(), unreadable));
                }
            }
        }
        return items;
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange) {
        return append(question, upstream, exchange, Optional.empty());
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        Numbered numbered = Numbered.of(question, upstream);
        return writer.write(question, change -> {
            Optional<RecordingRow> row = Optional.empty();
            Recording kept;
            do { // until the location is not that of another question
                int occurrence = series.next(change.connection(), numbered);
                kept = texts.kept(question, upstream, occurrence, exchange).on(recordedOn);
                row = recordings.insert(change.connection(), question, texts.content(question, kept, Optional.empty()));
            } while (row.isEmpty());
            change.note(row.get(), StoreChange.Kind.ADDED);
            return texts.entry(question, kept, row.get());
        });
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        return replace(old, question, upstream, exchange, Optional.empty());
    }

    @Override
    public Entry replace(
            Item old, Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        Optional<Path> present = Optional.of(Path.of("/" + old.location()));
        int occurrence = old instanceof PostgresEntry entry
                ? entry.recording().occurrence()
                : RecordingPaths.nameOf(present.get()).map(FileName::occurrence).orElse(1);
        Recording kept = texts.kept(question, upstream, occurrence, exchange).on(recordedOn);
        RecordingTable.Content content = texts.content(question, kept, present);
        return writer.write(question, change -> {
            series.lock(change.connection(), Numbered.of(question, upstream));
            Optional<RecordingRow> updated = recordings.update(change.connection(), old.location(), content);
            RecordingRow row = updated.isPresent()
                    ? updated.get()
                    : recordings
                            .insert(change.connection(), question, content)
                            .orElseThrow(
                                    () -> new SQLException("its place is taken", DatabaseFailure.UNIQUE_VIOLATION));
            recordings.addKey(change.connection(), row.id(), question);
            if (row.location().equals(old.location())) {
                change.note(row, StoreChange.Kind.REPLACED);
            } else {
                change.note(row, StoreChange.Kind.ADDED);
                change.note(row.id(), new StoreChange(question.key(), old.location(), StoreChange.Kind.REMOVED));
            }
            return texts.entry(question, kept, row);
        });
    }

    @Override
    public Optional<Entry> confirm(Entry entry, LocalDate recordedOn) {
        Question question = entry.question();
        return writer.write(question, change -> {
            Optional<RecordingRow> present = recordings.at(change.connection(), entry.location());
            if (present.isEmpty()) {
                return Optional.<Entry>empty();
            }
            RecordingTable.Content changed = RecordingTexts.onDay(
                    question,
                    present.get(),
                    recordings.bodies(change.connection(), present.get().id()),
                    recordedOn);
            Optional<RecordingRow> row = recordings.update(change.connection(), entry.location(), changed);
            if (row.isEmpty()) {
                return Optional.<Entry>empty();
            }
            change.note(row.get(), StoreChange.Kind.REPLACED);
            return Optional.<Entry>of(texts.entry(question, changed.recording(), row.get()));
        });
    }

    @Override
    public Optional<Removed> remove(Item item) {
        if (!(item instanceof PostgresEntry entry)) {
            return removeBroken(item);
        }
        Question question = entry.question();
        return writer.write(question, change -> {
            Numbered numbered = Numbered.of(question, entry.recording().upstream());
            series.lock(change.connection(), numbered);
            Optional<RecordingRow> row = recordings.at(change.connection(), entry.location());
            if (row.isEmpty()) {
                return Optional.<Removed>empty();
            }
            RecordingFile.Written written = new RecordingFile.Written(
                    row.get().text(),
                    recordings.bodies(change.connection(), row.get().id()));
            change.note(row.get(), StoreChange.Kind.REMOVED);
            recordings.delete(change.connection(), row.get().id());
            series.count(change.connection(), numbered);
            return Optional.<Removed>of(new RemovedRow(
                    entry,
                    new RecordingTable.Content(
                            entry.recording(), Fingerprint.of(question), entry.location(), written)));
        });
    }

    private Optional<Removed> removeBroken(Item item) {
        database.write("the recording '" + item.location() + "' cannot be deleted", connection -> {
            Optional<RecordingRow> row = recordings.at(connection, item.location());
            return row.isPresent() && recordings.delete(connection, row.get().id());
        });
        known.forgetAll();
        return Optional.empty();
    }

    @Override
    public Optional<Entry> restore(Removed removed) {
        RemovedRow gone = (RemovedRow) removed;
        Question question = gone.entry().question();
        return writer.write(question, change -> {
            Numbered numbered = Numbered.of(question, gone.recording().upstream());
            series.lock(change.connection(), numbered);
            Optional<RecordingRow> row = recordings.insert(change.connection(), question, gone.content());
            if (row.isEmpty()) {
                return Optional.<Entry>empty();
            }
            series.count(change.connection(), numbered);
            change.note(row.get(), StoreChange.Kind.ADDED);
            return Optional.<Entry>of(texts.entry(question, gone.recording(), row.get()));
        });
    }

    @Override
    public Watch watch(Consumer<StoreChange> watcher) {
        return feed.watch(watcher);
    }

    @Override
    public Optional<QuestionIndex> index() {
        return Optional.of(index);
    }

    @Override
    public Optional<Entry> at(String location) {
        return database.read(Database.NOT_READ, connection -> recordings.at(connection, location))
                .map(texts::read);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEachUnread(unread -> Pages.read(unread, broken).ifPresent(visitor), broken);
    }

    @Override
    public boolean forEachUnread(Consumer<Supplier<Optional<Entry>>> visitor, Consumer<StoreException> broken) {
        Pages.forEach(database, recordings::after, row -> visitor.accept(() -> Optional.of(texts.read(row))));
        return true;
    }

    @Override
    public boolean forEachStamp(BiConsumer<String, Object> visitor) {
        database.read(Database.NOT_READ, recordings::revisions).forEach(visitor);
        return true;
    }

    @Override
    public Optional<Documents> documents() {
        return Optional.of(documents);
    }

    @Override
    public Optional<String> away() {
        return reader.away();
    }

    @Override
    public void check() {
        database.check();
    }

    @Override
    public void close() {
        reader.close();
        uses.writeAll(database);
        servers.leases().close();
        notifier.close();
        database.close();
    }
}
