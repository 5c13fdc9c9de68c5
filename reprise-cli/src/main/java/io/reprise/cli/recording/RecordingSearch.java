package io.reprise.cli.recording;

import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.key.KeyPrefix;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.BodiesBeside;
import io.reprise.core.store.directory.ReadingMemory;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.server.reading.SharedReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds recordings that a user names: by a key, by its beginning, by a file. */
public final class RecordingSearch {
    /** So many times its size the values of a large file take, roughly. */
    private static final int TIMES = 12;

    private static final String STANDARD_INPUT = "-";
    private static final String INPUT = "standard input";

    private final ProcessEnvironment process;
    private final RecordingsLocation recordings;
    private final KeyRules rules;
    /** What has been said of broken files: names are looked at first, and then all. */
    private final Set<String> told = new HashSet<>();

    private final long memory;
    private boolean isInPieces;
    private boolean isAnyBroken;

    public RecordingSearch(ProcessEnvironment process, Configuration configuration) {
        this.process = process;
        this.recordings = StoreFlags.location(process, configuration);
        this.rules = configuration.rules();
        this.memory = configuration.memory().limit() / 2;
    }

    /** The same, which finds recordings that are too large for the memory with the first and the last chunks of their answers. */
    RecordingSearch inPieces() {
        isInPieces = true;
        return this;
    }

    /** A recording that a user has named, as the store would have it. */
    private record NamedEntry(
            String location, Recording recording, Question question, Path file, Optional<LargeAnswer> large)
            implements Store.Entry {
        /** Standard input was not written at a time. */
        @Override
        public Optional<Instant> writtenAt() {
            try {
                return Optional.of(Files.getLastModifiedTime(file).toInstant());
            } catch (IOException none) {
                return Optional.empty();
            }
        }
    }

    /** Whether a recording that may have been meant is broken. */
    public boolean isAnyBroken() {
        return isAnyBroken;
    }

    /**
     * All recordings of that name, sorted by key and occurrence.
     *
     * @throws IllegalArgumentException if it is neither a file nor the beginning of a key
     */
    public List<ShownRecording> find(String wanted) {
        if (wanted.equals(STANDARD_INPUT)) {
            return List.of(parsed(
                    Bytes.owning(process.standardInput("a recording")),
                    process.directory().resolve(STANDARD_INPUT),
                    INPUT));
        }
        Optional<Path> file = fileIn(process.directory(), wanted)
                .or(() -> recordings.isDirectory() ? fileIn(recordings.directory(), wanted) : Optional.empty());
        if (file.isPresent()) {
            return List.of(read(file.get()));
        }
        KeyPrefix prefix = KeyPrefix.of(wanted)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + wanted + "' is neither a file nor the beginning of a key; 'reprise list' shows both"));
        try (Store store = recordings.existing(process::say);
                ProgressBar progress = new ProgressBar(process, "reading", new SharedReading(store)::count)) {
            List<ShownRecording> named = find(store, prefix, prefix::mayBeIn);
            return named.isEmpty()
                    ? find(store, prefix, location -> {
                        progress.step();
                        return true;
                    })
                    : named;
        }
    }

    /**
     * The one recording of that name; the first answer, where a question has several and no occurrence is said.
     *
     * @throws StoreException if there is none
     * @throws IllegalArgumentException if several questions have that name
     */
    public ShownRecording one(String wanted, Optional<Integer> occurrence) {
        List<ShownRecording> found = find(wanted).stream()
                .filter(shown -> occurrence.isEmpty() || shown.recording().occurrence() == occurrence.get())
                .toList();
        if (found.isEmpty()) {
            throw new StoreException(
                    "there is no recording '" + wanted + "'"
                            + occurrence
                                    .map(number -> " with occurrence " + number)
                                    .orElse("") + " in '" + recordings
                            + "'; 'reprise list' lists them all",
                    null);
        }
        if (found.stream().map(ShownRecording::key).distinct().count() > 1) {
            throw new IllegalArgumentException("'" + wanted + "' stands for several recordings: "
                    + found.stream().map(ShownRecording::location).limit(5).toList());
        }
        return found.get(0);
    }

    private Optional<Path> fileIn(Path directory, String wanted) {
        return Optional.of(directory.resolve(wanted)).filter(Files::isRegularFile);
    }

    private List<ShownRecording> find(Store store, KeyPrefix prefix, Predicate<String> isWanted) {
        List<ShownRecording> found = new ArrayList<>();
        Set<String> large = new HashSet<>();
        if (isInPieces && recordings.isDirectory()) {
            Path root = recordings.directory().toAbsolutePath().normalize();
            RecordingFiles files = new RecordingFiles(root, rules, memory);
            store.forEachStamp((location, stamp) -> {
                if (stamp instanceof FileVersion version && isWanted.test(location)) {
                    large(files, root.resolve(location), version, location).ifPresent(shown -> {
                        large.add(location);
                        if (shown.key().startsWith(prefix.digits())) {
                            found.add(shown);
                        }
                    });
                }
            });
        }
        store.forEach(
                location -> !large.contains(location) && isWanted.test(location),
                entry -> {
                    if (prefix.fits(entry.question().key())) {
                        found.add(ShownRecording.of(entry));
                    }
                },
                broken -> {
                    isAnyBroken = true;
                    String message = FailureMessage.of(broken);
                    if (told.add(message)) {
                        process.complain(message);
                    }
                });
        found.sort(Comparator.comparing(ShownRecording::key)
                .thenComparingInt(shown -> shown.recording().occurrence())
                .thenComparing(ShownRecording::location));
        return found;
    }

    private boolean isInStore(Path place) {
        return recordings.isDirectory()
                && place.normalize()
                        .startsWith(recordings.directory().toAbsolutePath().normalize());
    }

    /** What is outside of the store is not recorded again when it is deleted. */
    private static StoreException ofAnotherFile(StoreException broken, Bytes content, String name) {
        if (!RecordingFile.claims(content)) {
            String shown = name.equals(INPUT) ? name : Quoted.of(name);
            return new StoreException(
                    content.size() == 0 ? shown + " is empty, and not a recording" : shown + " is not a recording",
                    broken);
        }
        return broken.unreadable()
                .map(file ->
                        new StoreException("'" + name + "' cannot be read: " + file.why() + "; correct it", broken))
                .orElse(broken);
    }

    private ShownRecording read(Path file) {
        try {
            Path place = file.toAbsolutePath();
            Optional<FileVersion> version = isInPieces ? FileVersion.of(place) : Optional.empty();
            Optional<ShownRecording> large = version.flatMap(known -> large(
                    new RecordingFiles(DurableFiles.parentOf(place), rules, memory), place, known, file.toString()));
            return large.isPresent() ? large.get() : readWhole(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + file + "'", failed);
        }
    }

    private Optional<ShownRecording> large(RecordingFiles files, Path file, FileVersion version, String name) {
        if (version.size() < memory / TIMES) {
            return Optional.empty();
        }
        try {
            return files.readLarge(file, version)
                    .map(entry -> ShownRecording.of(
                            new NamedEntry(name, entry.recording(), entry.question(), file, entry.large())));
        } catch (StoreException broken) {
            return Optional.empty(); // who reads it as a whole says what is wrong
        }
    }

    private ShownRecording readWhole(Path file) throws IOException {
        String name = file.toString();
        ReadingMemory reading = new ReadingMemory(memory);
        reading.requirePossible(name, Files.size(file), most -> beginning(file, most));
        Bytes content = Bytes.owning(Files.readAllBytes(file));
        return reading.read(name, content, () -> parsed(content, file, name));
    }

    private static byte[] beginning(Path file, int most) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(most);
        }
    }

    private ShownRecording parsed(Bytes content, Path file, String name) {
        Path place = file.toAbsolutePath(); // a plain name has no directory
        Recording recording;
        try {
            recording = RecordingFile.parse(
                            content,
                            name,
                            new BodiesBeside(new ConfinedTree(DurableFiles.parentOf(place)), place, name))
                    .recording();
        } catch (StoreException broken) {
            throw isInStore(place) ? broken : ofAnotherFile(broken, content, name);
        }
        Question question = rules.question(recording.exchange().request(), recording.test());
        return ShownRecording.of(new NamedEntry(name, recording, question, file, Optional.empty()));
    }
}
