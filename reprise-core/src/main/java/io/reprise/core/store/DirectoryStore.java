package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.KeyRule;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.ReplacedRecordings.ReplacedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recordings as files in a directory, one JSON file each, as docs/format.md specifies. Opening reads nothing, so that it
 * takes no longer for a million recordings than for one. What a file says counts; its name only helps to find it.
 */
public final class DirectoryStore implements Store {
    private static final int LOCKS = 1_024;

    private static final Comparator<FileEntry> ORDER = Comparator.<FileEntry>comparingInt(
                    entry -> entry.recording().occurrence())
            .thenComparingInt(FileEntry::occurrenceOfName)
            .thenComparing(entry -> entry.recording().upstream())
            .thenComparing(FileEntry::location);

    private final KeyRules rules;
    private final Set<String> keptHeaders;
    private final RecordingFiles files;
    private final ReplacedRecordings dropped = new ReplacedRecordings();
    private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

    /**
     * @param root need not exist; it is created with the first recording
     * @param rules by which it is decided which question a file answers
     */
    public DirectoryStore(Path root, KeyRules rules) {
        this.rules = rules;
        this.keptHeaders = Stream.concat(
                        Stream.of("content-type"),
                        rules.rules().stream()
                                .filter(KeyRule.IncludeHeader.class::isInstance)
                                .map(rule -> ((KeyRule.IncludeHeader) rule).name()))
                .collect(Collectors.toUnmodifiableSet());
        this.files = new RecordingFiles(root.toAbsolutePath().normalize(), rules);
    }

    @Override
    public List<Entry> find(Question question) {
        List<FileEntry> found = new ArrayList<>();
        for (Map.Entry<Path, FileVersion> file : files.locate(question).entrySet()) {
            files.read(file.getKey(), file.getValue())
                    .filter(entry -> files.answers(entry, question.key()))
                    .ifPresent(found::add);
        }
        found.sort(ORDER);
        found.forEach(entry -> entry.question().release());
        return List.copyOf(found);
    }

    @Override
    public Optional<Entry> at(String location) {
        return files.at(location).map(Entry.class::cast);
    }

    @Override
    public boolean isCurrent(Question question, List<Entry> entries) {
        return files.isCurrent(
                question, entries.stream().map(FileEntry.class::cast).toList());
    }

    @Override
    public Kept keep(Question question, Recording recording, Others others) {
        Request request = recording.exchange().request();
        ParsedRequest kept = question.parsed().with(withKeptHeaders(request));
        Question keptQuestion = rules.question(kept, question.test());
        if (!keptQuestion.equals(question)) {
            throw new IllegalArgumentException(
                    "a recording of another question than it is kept for would not be found again");
        }
        Recording whole = new Recording(
                question.test(),
                recording.upstream(),
                recording.occurrence(),
                new Exchange(kept.request(), recording.exchange().response()));
        synchronized (locks.get(Math.floorMod(question.key().hashCode(), LOCKS))) {
            try {
                return putAmongOthers(keptQuestion, whole, others);
            } catch (IOException failed) {
                throw files.notKept(question, failed);
            }
        }
    }

    private Kept putAmongOthers(Question question, Recording recording, Others others) throws IOException {
        ApiFamily family = question.parsed().family();
        List<FileEntry> present = readable(question);
        Predicate<Recording> isSameUpstream =
                other -> !family.isModelList() || other.upstream().equals(recording.upstream());
        Predicate<Recording> isSamePlace =
                other -> other.occurrence() == recording.occurrence() && isSameUpstream.test(other);
        Optional<FileEntry> old = present.stream()
                .filter(entry -> isSamePlace.test(entry.recording()))
                .findFirst();
        Kept kept = put(question, recording, old, isSamePlace);
        for (FileEntry entry : present) {
            boolean isDropped = others == Others.DROP && isSameUpstream.test(entry.recording());
            boolean isDouble = isSamePlace.test(entry.recording()) && kept.isWritten();
            if ((isDropped || isDouble) && !old.equals(Optional.of(entry))) {
                drop(question, entry);
            }
        }
        return kept;
    }

    private Kept put(Question question, Recording recording, Optional<FileEntry> old, Predicate<Recording> isSamePlace)
            throws IOException {
        Predicate<Recording> saysTheSame = saysTheSame(question.parsed().family(), recording);
        if (old.isPresent() && saysTheSame.test(old.get().recording())) {
            return new Kept(old.get().location(), false);
        }
        Optional<ReplacedFile> before = old.isPresent() ? Optional.empty() : dropped.take(question.key(), isSamePlace);
        if (before.isPresent() && saysTheSame.test(before.get().recording())) {
            files.write(before.get().file(), before.get().content());
            return new Kept(files.places().location(before.get().file()), false);
        }
        Path file = files.places().placeOf(recording, question, old.map(FileEntry::file));
        Recording written = old.map(FileEntry::recording)
                .or(() -> before.map(ReplacedFile::recording))
                .map(replaced -> retimed(recording, replaced))
                .orElse(recording);
        files.write(
                file,
                RecordingFile.write(
                        written, question.parsed().with(written.exchange().request())));
        if (old.isPresent() && !old.get().file().equals(file)) {
            files.delete(old.get().file());
        }
        return new Kept(files.places().location(file), true);
    }

    private static Recording retimed(Recording recording, Recording replaced) {
        Exchange exchange = recording.exchange();
        Response response = KeptArrivalTimes.of(replaced.exchange().response(), exchange.response());
        return new Recording(
                recording.test(),
                recording.upstream(),
                recording.occurrence(),
                new Exchange(exchange.request(), response));
    }

    private static Predicate<Recording> saysTheSame(ApiFamily family, Recording recording) {
        ParsedResponse now = new ParsedResponse(recording.exchange().response());
        return old -> family.saysTheSame(new ParsedResponse(old.exchange().response()), now);
    }

    /** What can be read of the question's recordings; what cannot is about to be replaced. */
    private List<FileEntry> readable(Question question) {
        List<FileEntry> readable = new ArrayList<>();
        files.locate(question).forEach((file, stamp) -> {
            try {
                files.read(file, stamp)
                        .filter(entry -> files.answers(entry, question.key()))
                        .ifPresent(readable::add);
            } catch (StoreException broken) {
                // whoever asks for it is told
            }
        });
        readable.sort(ORDER);
        return readable;
    }

    private void drop(Question question, FileEntry entry) throws IOException {
        Bytes content = Bytes.owning(Files.readAllBytes(entry.file()));
        files.delete(entry.file());
        dropped.add(question.key(), new ReplacedFile(entry.recording(), entry.file(), content));
    }

    /** Only what has a part in the key, or says how to read the body. */
    private Request withKeptHeaders(Request request) {
        return new Request(
                request.method(),
                request.path(),
                request.query(),
                request.headers().filter(field -> keptHeaders.contains(field.name())),
                request.body());
    }

    @Override
    public void forEach(Consumer<Entry> visitor, Consumer<StoreException> broken) {
        forEach(location -> true, visitor, broken);
    }

    @Override
    public void forEach(Predicate<String> isWanted, Consumer<Entry> visitor, Consumer<StoreException> broken) {
        files.walk(
                (file, stamp) -> {
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
                },
                broken);
    }

    @Override
    public void close() {
        files.close();
    }
}
