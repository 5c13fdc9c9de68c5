package io.reprise.postgres;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.Documents;
import io.reprise.core.store.OtherServers;
import io.reprise.core.store.OtherServers.Lease;
import io.reprise.core.store.QuestionIndex;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.postgres.SeriesTable.Numbered;
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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
    private final FormerKeys formerKeys;
    private final RuleSet ruleSet;
    private final ChangeFeed feed;
    private final KnownChanges known;
    private final ChangeReader reader;
    private final ChangeNotifier notifier;
    private final ChangeWriter writer;
    private final RecordingTexts texts;
    private final RecordingChanges changes;
    private final KeyIndex keys;
    private final PostgresQuestionIndex index;
    private final UseTable uses;
    private final PostgresDocuments documents;
    private final PostgresServers servers;

    /**
     * Of the database, when this server begins.
     *
     * @param lastChange after which others are of interest
     * @param revision after which recordings are of its runs
     */
    private record Begin(RuleSet ruleSet, ChangeTable.Position lastChange, long revision) {}

    private PostgresStore(Database database, KeyRules rules, Begin begin, Duration leaseTime) {
        this.database = database;
        this.ruleSet = begin.ruleSet();
        PostgresLocation location = database.location();
        this.recordings = new RecordingTable(location.project(), ruleSet);
        this.series = new SeriesTable(ruleSet);
        ChangeTable table = new ChangeTable(location, ruleSet);
        this.uses = new UseTable(Clock.systemUTC());
        this.feed = new ChangeFeed();
        this.known = new KnownChanges(System::nanoTime, System::currentTimeMillis);
        this.notifier = new ChangeNotifier(database, table.channel());
        ChangeWriter.Readers readers = new ChangeWriter.Readers(known, feed, notifier);
        this.writer = new ChangeWriter(database, table, readers);
        this.texts = new RecordingTexts(database, recordings, rules, uses);
        this.formerKeys = new FormerKeys(ruleSet);
        this.changes = new RecordingChanges(recordings, series, formerKeys, texts);
        this.keys = new KeyIndex(database, recordings, series, texts);
        this.index = new PostgresQuestionIndex(database, location.project(), ruleSet);
        this.documents = new PostgresDocuments(
                database,
                new PostgresDocuments.Tables(
                        recordings, new DocumentTable(location.project(), ruleSet), series, formerKeys),
                texts,
                rules,
                writer);
        this.reader = new ChangeReader(
                database,
                table,
                known,
                begin.lastChange(),
                new ChangeReader.Listener(this::changedElsewhere, this::startedElsewhere, (connection, lastChange) -> {
                    index.changedUntil(lastChange);
                    uses.writeSometimes(connection);
                }));
        Leases leases = new Leases(database, ruleSet, leaseTime, this::isUnchanged);
        this.servers = new PostgresServers(database, leases, table, reader, readers, new Runs(begin.revision()));
    }

    /** The same store, which reads and writes otherwise. */
    private PostgresStore(PostgresStore other, Database database, RecordingTexts texts, ChangeWriter writer) {
        this.database = database;
        this.texts = texts;
        this.writer = writer;
        this.formerKeys = other.formerKeys;
        this.changes = new RecordingChanges(other.recordings, other.series, formerKeys, texts);
        this.recordings = other.recordings;
        this.series = other.series;
        this.ruleSet = other.ruleSet;
        this.feed = other.feed;
        this.known = other.known;
        this.reader = other.reader;
        this.notifier = other.notifier;
        this.keys = other.keys;
        this.index = other.index;
        this.uses = other.uses;
        this.documents = other.documents;
        this.servers = other.servers;
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
            ChangeTable.Position lastChange = database.read(Database.NOT_READ, ChangeTable::last);
            Begin begin = database.write(
                    "the store cannot be opened",
                    connection -> new Begin(
                            RuleSet.of(connection, location.project(), rules),
                            lastChange,
                            SeriesTable.revision(connection)));
            PostgresStore store = new PostgresStore(database, rules, begin, leaseTime);
            store.keys.addMissing();
            store.reader.start();
            store.index.start();
            return store;
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private void startedElsewhere(ChangeTable.Row.Started started) {
        servers.startedElsewhere(started);
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
                if (entry.hasKey(question.key())) {
                    answers.add(entry);
                }
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
        ChangeWriter fenced = writer.behind(connection -> servers.leases().lock(connection, lease));
        return new PostgresStore(this, database, texts, fenced);
    }

    @Override
    public <T> T holding(Question question, String upstream, Function<HeldSeries, T> step) {
        return writer.write(question, change -> {
            long before = series.keep(change.connection(), Numbered.ofRun(question, upstream));
            series.lock(change.connection(), Numbered.of(question, upstream));
            Database transaction = database.within(change.connection());
            Store held = new PostgresStore(this, transaction, texts.within(transaction), writer.within(change));
            return step.apply(new HeldSeries(held, servers.isOfThisRun(question.test(), before)));
        });
    }

    @Override
    public List<Item> series(Question question, String upstream) {
        List<Item> items = new ArrayList<>();
        for (RecordingRow row :
                database.read(Database.NOT_READ, connection -> recordings.of(connection, question.key()))) {
            if (Series.includes(question, upstream, row.upstream())) {
                try {
                    PostgresEntry entry = texts.read(row);
                    if (entry.hasKey(question.key())) {
                        items.add(entry);
                    }
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
        return writer.write(question, change -> changes.append(change, question, upstream, exchange, recordedOn));
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        return replace(old, question, upstream, exchange, Optional.empty());
    }

    @Override
    public Entry replace(
            Item old, Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        return writer.write(question, change -> changes.replace(change, old, question, upstream, exchange, recordedOn));
    }

    @Override
    public Optional<Entry> confirm(Entry entry, LocalDate recordedOn) {
        return writer.write(entry.question(), change -> changes.confirm(change, entry, recordedOn));
    }

    @Override
    public Optional<Removed> remove(Item item) {
        if (!(item instanceof PostgresEntry entry)) {
            return removeBroken(item);
        }
        return writer.write(entry.question(), change -> changes.remove(change, entry));
    }

    private Optional<Removed> removeBroken(Item item) {
        boolean unused = writer.write(
                "the recording '" + item.location() + "' cannot be deleted",
                change -> changes.removeBroken(change, item.location()));
        known.forgetAll();
        return Optional.empty();
    }

    @Override
    public Optional<Entry> restore(Removed removed) {
        RemovedRow gone = (RemovedRow) removed;
        return writer.write(gone.entry().question(), change -> changes.restore(change, gone));
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
    public void forEachOf(
            Set<TestId> tests, Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        List<TestId> wanted = List.copyOf(tests);
        Pages.forEach(database, (connection, id, most) -> recordings.ofTests(connection, wanted, id, most), row -> {
            if (isWanted.test(row.location())) {
                Pages.read(() -> Optional.of(texts.read(row)), broken).ifPresent(visitor);
            }
        });
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
        index.close();
        uses.writeAll(database);
        servers.leases().close();
        notifier.close();
        database.close();
    }
}
