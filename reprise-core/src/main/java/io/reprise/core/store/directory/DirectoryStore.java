package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ChangeFeed;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreChange;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.VersionDirectories;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.OtherDay;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recordings as files in a directory, one JSON file each, as docs/format.md specifies. Opening reads nothing, so it
 * takes the same time for one recording and for a million. The content of a file counts; its name only helps to find
 * it.
 *
 * <p>Versions are the stamps of files (times, size, inode), so that what other programs change is noticed by the next
 * {@link #isCurrent}; {@link #watch} tells only of what this store itself changes. Occurrences are assigned under a
 * lock of this store: two programs that append to one directory at the same moment may choose the same number.
 */
public final class DirectoryStore implements Store {
    private static final int LOCKS = 1_024;

    private static final Comparator<FileEntry> ORDER = Comparator.<FileEntry>comparingInt(
                    entry -> entry.recording().occurrence())
            .thenComparingInt(entry -> FileEntry.occurrenceOfName(entry.file()))
            .thenComparing(entry -> entry.recording().upstream())
            .thenComparing(FileEntry::location);

    private final KeyRules rules;
    private final RecordingFiles files;
    private final LargeFiles largeFiles;
    private final ChangeFeed feed = new ChangeFeed();
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /**
     * @param root need not exist; it is created with the first recording
     * @param rules that decide which question a file answers
     */
    public DirectoryStore(Path root, KeyRules rules) {
        this(root, rules, Long.MAX_VALUE);
    }

    /** @param readingMemory that recordings may take together while they are read, in bytes */
    public DirectoryStore(Path root, KeyRules rules, long readingMemory) {
        this.rules = rules;
        this.files = new RecordingFiles(root.toAbsolutePath().normalize(), rules, new ReadingMemory(readingMemory));
        this.largeFiles = files.large();
    }

    /** Absolute and normalized; need not exist. */
    public Path root() {
        return files.places().root();
    }

    @Override
    public Answers find(Question question) {
        return find(question, files::read);
    }

    @Override
    public Answers findForReplay(Question question, Optional<String> preferred, long most) {
        return find(question, (file, stamp) -> {
            Optional<FileEntry> large = stamp.size() > most ? largeFiles.read(file, stamp) : Optional.empty();
            return large.isPresent() ? large : files.read(file, stamp);
        });
    }

    private Answers find(Question question, BiFunction<Path, FileVersion, Optional<FileEntry>> reading) {
        List<FileEntry> found = new ArrayList<>();
        files.locate(question)
                .forEach((file, stamp) -> reading.apply(file, stamp)
                        .map(files::notePlace)
                        .filter(entry -> entry.hasKey(question.key()))
                        .ifPresent(found::add));
        found.sort(ORDER);
        found.forEach(FileEntry::release);
        Map<Path, FileVersion> stamps = found.stream().collect(Collectors.toMap(FileEntry::file, FileEntry::stamp));
        List<Entry> answers = found.stream()
                .filter(entry -> Series.answers(question, entry.recording().upstream()))
                .<Entry>map(entry -> entry)
                .toList();
        Map<Path, FileVersion> bodies = new HashMap<>();
        found.forEach(entry -> bodies.putAll(entry.bodies()));
        return new Answers(answers, new FilesVersion(question, stamps, bodies));
    }

    @Override
    public boolean isCurrent(Version version) {
        FilesVersion known = (FilesVersion) version;
        return files.isCurrent(known.question(), known.files())
                && known.bodies().entrySet().stream()
                        .allMatch(body -> FileVersion.of(body.getKey()).equals(Optional.of(body.getValue())));
    }

    @Override
    public boolean keepsLarge() {
        return true;
    }

    @Override
    public Optional<VersionDirectories> versionDirectories() {
        return Optional.of(new FileDirectories(files));
    }

    @Override
    public List<Item> series(Question question, String upstream) {
        return new DirectorySeries(files, question, upstream).items();
    }

    @Override
    public Optional<Entry> at(String location) {
        return files.at(location).map(Entry.class::cast);
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange) {
        return append(question, upstream, exchange, Optional.empty());
    }

    @Override
    public Entry append(Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        synchronized (lock(question.key())) {
            int occurrence = 1 + new DirectorySeries(files, question, upstream).lastOccurrence();
            Recording kept = kept(question, upstream, occurrence, exchange).on(recordedOn);
            Path file = files.places().placeOf(kept, question, Optional.empty());
            while (file.toFile().exists()) { // it is of another question, or of nobody knows which
                kept = kept(question, upstream, ++occurrence, exchange).on(recordedOn);
                file = files.places().placeOf(kept, question, Optional.empty());
            }
            FileEntry entry = write(question, kept, file);
            feed.publish(question.key(), entry.location(), StoreChange.Kind.ADDED);
            return entry;
        }
    }

    @Override
    public Entry replace(Item old, Question question, String upstream, Exchange exchange) {
        return replace(old, question, upstream, exchange, Optional.empty());
    }

    @Override
    public Entry replace(
            Item old, Question question, String upstream, Exchange exchange, Optional<LocalDate> recordedOn) {
        synchronized (lock(question.key())) {
            Path present = fileOf(old);
            int occurrence = old instanceof FileEntry entry
                    ? entry.recording().occurrence()
                    : FileEntry.occurrenceOfName(present);
            Recording kept = kept(question, upstream, occurrence, exchange).on(recordedOn);
            FileEntry entry = write(question, kept, files.places().placeOf(kept, question, Optional.of(present)));
            if (entry.file().equals(present)) {
                feed.publish(question.key(), entry.location(), StoreChange.Kind.REPLACED);
            } else {
                delete(present);
                feed.publish(question.key(), entry.location(), StoreChange.Kind.ADDED);
                feed.publish(question.key(), old.location(), StoreChange.Kind.REMOVED);
            }
            deleteBodies(old, entry.bodies().keySet());
            return entry;
        }
    }

    @Override
    public Optional<Entry> confirm(Entry entry, LocalDate recordedOn) {
        synchronized (lock(entry.question().key())) {
            Optional<FileEntry> present = files.at(entry.location());
            if (present.isEmpty()) {
                return Optional.empty();
            }
            FileEntry old = present.get();
            Bytes text = files.content(old.file()).orElse(Bytes.EMPTY);
            RecordingFile.Read read =
                    new RecordingFile.Read(old.recording(), old.question().parsed(), old.response());
            OtherDay changed = OtherDay.of(
                    new OtherDay.Old(read, text, old.location(), files.bodiesBeside(old.file())), recordedOn);
            FileEntry confirmed =
                    write(old.question(), changed.recording(), old.question(), old.file(), changed.text());
            feed.publish(old.question().key(), old.location(), StoreChange.Kind.REPLACED);
            if (!changed.keepsBodies()) {
                deleteBodies(old, confirmed.bodies().keySet());
            }
            return Optional.of(changed.keepsBodies() ? confirmed.with(old.bodies()) : confirmed);
        }
    }

    @Override
    public Optional<Removed> remove(Item item) {
        Path file = fileOf(item);
        Optional<FileEntry> entry = item instanceof FileEntry known ? Optional.of(known) : Optional.empty();
        Optional<Removed> removed = entry.flatMap(
                known -> files.content(file).flatMap(text -> RemovedFile.of(known, text, files.bodiesBeside(file))));
        delete(file);
        deleteBodies(item, Set.of());
        entry.ifPresent(known -> feed.publish(known.question().key(), known.location(), StoreChange.Kind.REMOVED));
        return removed;
    }

    @Override
    public Optional<Entry> restore(Removed removed) {
        RemovedFile known = (RemovedFile) removed;
        Question question = known.entry().question();
        Path file = known.entry().file();
        synchronized (lock(question.key())) {
            if (file.toFile().exists()) {
                return Optional.empty();
            }
            FileEntry entry = write(question, known.recording(), question, file, known.content());
            feed.publish(question.key(), known.entry().location(), StoreChange.Kind.ADDED);
            return Optional.of(entry);
        }
    }

    /** Deletes the bodies of an item that is gone, if no other needs them; those of a broken one are not known, and lint finds them. */
    private void deleteBodies(Item item, Set<Path> used) {
        if (item instanceof FileEntry known) {
            files.unnamed(known.bodies().keySet(), used).forEach(this::delete);
        }
    }

    private Object lock(Key key) {
        return locks.get(Math.floorMod(key.hashCode(), LOCKS));
    }

    private Path fileOf(Item item) {
        return item instanceof FileEntry entry
                ? entry.file()
                : files.places().root().resolve(item.location());
    }

    private Recording kept(Question question, String upstream, int occurrence, Exchange exchange) {
        Request request = rules.kept(exchange.request());
        return new Recording(question.test(), upstream, occurrence, exchange.with(request));
    }

    private FileEntry write(Question question, Recording recording, Path file) {
        ParsedRequest request = question.parsed().with(recording.exchange().request());
        Question kept = rules.question(request, recording.test());
        if (!kept.equals(question)) {
            throw new IllegalArgumentException(
                    "the recording has another question than the one it is kept for, so it would never be found");
        }
        try {
            Optional<FileEntry> large = largeFiles.write(recording, request, kept, file);
            if (large.isPresent()) {
                return large.get();
            }
        } catch (IOException failed) {
            throw notKept(question, failed);
        }
        return write(question, recording, kept, file, RecordingFile.write(recording, request, FileName.stem(file)));
    }

    /** @param kept what the recording answers now that it is kept */
    private FileEntry write(
            Question question, Recording recording, Question kept, Path file, RecordingFile.Written written) {
        try {
            FileVersion stamp = files.write(file, written);
            Map<Path, FileVersion> bodies = BodiesBeside.versions(file, written.bodies());
            ReadResponse answer = new ReadResponse(recording.exchange().response());
            return new FileEntry(files.places().location(file), recording, kept, answer, file, stamp, bodies);
        } catch (IOException failed) {
            throw notKept(question, failed);
        }
    }

    private void delete(Path file) {
        try {
            files.delete(file);
        } catch (IOException failed) {
            throw files.notDeleted(file, failed);
        }
    }

    private StoreException notKept(Question question, IOException failed) {
        return new StoreException(
                "the recording of key " + question.key().brief() + " cannot be kept in '" + root() + "': "
                        + FileFailures.unwritable(failed) + "; older recordings are unchanged",
                failed);
    }

    @Override
    public Watch watch(Consumer<StoreChange> changes) {
        return feed.watch(changes);
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEach(location -> true, visitor, broken);
    }

    @Override
    public void forEach(Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        files.walk((file, stamp) -> visit(file, stamp, isWanted, visitor, broken), broken);
    }

    private void visit(
            Path file,
            FileVersion stamp,
            Predicate<String> isWanted,
            Consumer<Entry> visitor,
            Consumer<StoreException> broken) {
        if (!isWanted.test(files.places().location(file))) {
            return;
        }
        Optional<FileEntry> entry;
        try {
            entry = files.readRecording(file, stamp);
        } catch (StoreException unreadable) {
            broken.accept(unreadable);
            return;
        }
        entry.ifPresent(visitor);
    }

    @Override
    public void forEachOf(
            Set<TestId> tests, Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        Set<String> directories = tests.stream().map(TestDirectory::of).collect(Collectors.toSet());
        if (tests.contains(TestId.NONE)) {
            directories.add(TestDirectory.MODELS);
        }
        Consumer<Entry> ofTests = entry -> {
            if (tests.contains(entry.recording().test())) {
                visitor.accept(entry);
            }
        };
        files.walk(directories, (file, stamp) -> visit(file, stamp, isWanted, ofTests, broken), broken);
    }

    @Override
    public boolean forEachUnread(Consumer<Supplier<Optional<Entry>>> visitor, Consumer<StoreException> broken) {
        files.walk(
                (file, stamp) ->
                        visitor.accept(() -> files.readRecording(file, stamp).map(Entry.class::cast)),
                broken);
        return true;
    }

    @Override
    public boolean forEachStamp(BiConsumer<String, Object> visitor) {
        files.walk((file, stamp) -> visitor.accept(files.places().location(file), stamp), unlisted -> {});
        return true;
    }

    @Override
    public Optional<Documents> documents() {
        return Optional.of(new DirectoryDocuments(files, this::tell));
    }

    private void tell(DirectoryDocuments.Change change) {
        Documents.Placement placed = change.placement();
        Key key = rules.question(placed.request(), placed.recording().test()).key();
        StoreChange.Kind kind = change.wasThere() ? StoreChange.Kind.REPLACED : StoreChange.Kind.ADDED;
        feed.publish(key, placed.document().location(), kind);
    }

    @Override
    public Optional<Path> directory() {
        return Optional.of(files.places().root());
    }

    @Override
    public void close() {
        files.close();
    }
}
