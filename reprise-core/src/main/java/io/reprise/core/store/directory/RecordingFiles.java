package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The places of a store's files, and which of them may answer a question. */
public final class RecordingFiles implements StoredFiles {
    private static final int READINGS = 3;

    private final RecordingPaths places;
    private final KeyRules rules;
    private final ConfinedTree tree;
    private final DurableFiles durable;
    private final ReadingMemory memory;
    private final LargeFiles large;
    private final RecordingWalk walk;
    private final UnnamedBodies unnamed;
    /** Raised when a file becomes known otherwise than by a change of this program. */
    private final AtomicLong learned = new AtomicLong();

    private final MisplacedFiles strays = new MisplacedFiles(learned::incrementAndGet);
    private final ConcurrentMap<Path, RecordingDirectory> directories = new ConcurrentHashMap<>();

    public RecordingFiles(Path root, KeyRules rules) {
        this(root, rules, Long.MAX_VALUE);
    }

    /** @param memory that recordings may take together while they are read, in bytes */
    public RecordingFiles(Path root, KeyRules rules, long memory) {
        this(root, rules, new ReadingMemory(memory));
    }

    RecordingFiles(Path root, KeyRules rules, ReadingMemory memory) {
        this.memory = memory;
        this.places = new RecordingPaths(root);
        this.rules = rules;
        this.tree = new ConfinedTree(root);
        this.durable = new DurableFiles(root);
        this.large = new LargeFiles(this, rules, memory.most());
        this.walk = new RecordingWalk(places, tree, this::at);
        this.unnamed = new UnnamedBodies(new NamedBodies(file -> Channels.newInputStream(tree.open(file))));
    }

    LargeFiles large() {
        return large;
    }

    @Override
    public RecordingPaths places() {
        return places;
    }

    /** The files that answer the question by their names, and those that are known to have an answer. */
    @Override
    public Map<Path, FileVersion> locate(Question question) {
        return locate(question, true);
    }

    /** @param isFirst whether a directory that has not changed may be listed because nothing is found; false for one who has searched before */
    Map<Path, FileVersion> locate(Question question, boolean isFirst) {
        RecordingDirectory directory = directory(question);
        Set<String> names = new LinkedHashSet<>(AnswerNames.present(question, directory.path()));
        List<String> listed = directory.named(question.key().brief(), isFirst && names.isEmpty());
        names.addAll(listed);
        return stamps(question.key(), directory, names, Set.copyOf(listed));
    }

    /** Whether these are still the files that may answer the question, unchanged. */
    boolean isCurrent(Question question, Map<Path, FileVersion> known) {
        if (known.isEmpty()) {
            return locate(question).isEmpty();
        }
        RecordingDirectory directory = directory(question);
        Set<String> listed = new LinkedHashSet<>(directory.named(question.key().brief(), false));
        Set<String> names = new LinkedHashSet<>(listed);
        for (Path file : known.keySet()) {
            if (directory.path().equals(file.getParent())) {
                String name = file.getFileName().toString();
                listed.add(name);
                names.add(name);
                AnswerNames.next(file).ifPresent(names::add);
            }
        }
        return stamps(question.key(), directory, names, listed).equals(known);
    }

    /** The directory that is searched for answers to the question. */
    RecordingDirectory directory(Question question) {
        return at(places.directory(question.parsed().family(), question.test()));
    }

    /** Files elsewhere that had an answer with this key when they were read. */
    Set<Path> strays(Key key) {
        return strays.of(key);
    }

    long learned() {
        return learned.get();
    }

    /** @param listed those of the names that are in the directory, though perhaps as links to nothing */
    private Map<Path, FileVersion> stamps(
            Key key, RecordingDirectory directory, Collection<String> names, Set<String> listed) {
        Set<Path> paths = new LinkedHashSet<>();
        names.forEach(name -> paths.add(directory.path().resolve(name)));
        paths.addAll(strays.of(key));
        Map<Path, FileVersion> stamps = new LinkedHashMap<>();
        for (Path path : paths) {
            boolean isListed = listed.contains(String.valueOf(path.getFileName()));
            (isListed ? FileVersion.ofListed(path) : FileVersion.of(path))
                    .filter(stamp -> !strays.isOfAnother(path, stamp, key))
                    .ifPresent(stamp -> stamps.put(path, stamp));
        }
        return stamps;
    }

    @Override
    public Optional<FileEntry> read(Path file, FileVersion stamp) {
        return read(file, stamp, bytes -> true);
    }

    private Optional<FileEntry> read(Path file, FileVersion stamp, Predicate<Bytes> isRecording) {
        FileVersion seen = stamp;
        for (int reading = 1; ; reading++) {
            FileVersion before = seen;
            try {
                memory.requirePossible(places.location(file), before.size(), most -> tree.beginning(file, most));
                return content(file)
                        .filter(isRecording)
                        .map(bytes -> memory.read(
                                places.location(file),
                                bytes,
                                () -> entry(RecordingFile.values(bytes, places.location(file)), file, before)));
            } catch (StoreException broken) {
                seen = FileVersion.ofListed(file).orElse(before);
                if (seen.equals(before) || reading == READINGS) {
                    throw broken; // and not read while an editor was writing it
                }
            }
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Optional<FileVersion> version(Path file) {
        return FileVersion.of(file);
    }

    private FileEntry entry(RecordingFile.Values values, Path file, FileVersion stamp) {
        BodiesBeside bodies = bodiesBeside(file);
        try {
            RecordingFile.Read read = RecordingFile.read(values, bodies);
            Question question = rules.question(read.request(), read.recording().test());
            ReadResponse answer = new ReadResponse(read.response());
            return new FileEntry(
                    places.location(file), read.recording(), question, answer, file, stamp, bodies.versions());
        } catch (StoreException said) {
            throw said;
        } catch (RuntimeException unforeseen) {
            throw StoreException.unforeseen(places.location(file), unforeseen);
        }
    }

    @Override
    public BodiesBeside bodiesBeside(Path recording) {
        return new BodiesBeside(tree, recording, places.location(recording));
    }

    /** The recording in the file at {@code location}; empty if there is none within the store, or the file is something else. */
    @Override
    public Optional<FileEntry> at(String location) {
        Path file = places.root().resolve(location).normalize();
        return file.startsWith(places.root())
                ? FileVersion.of(file).flatMap(stamp -> readRecording(file, stamp))
                : Optional.empty();
    }

    /** The recording in a file that may also be something else, without an error. */
    @Override
    public Optional<FileEntry> readRecording(Path file, FileVersion stamp) {
        boolean isNamedSo = RecordingPaths.nameOf(file).isPresent();
        if (!isNamedSo && isOtherThanAFile(file)) {
            return Optional.empty();
        }
        return read(file, stamp, bytes -> isNamedSo || RecordingFile.claims(bytes))
                .map(this::notePlace);
    }

    @Override
    public Optional<FileEntry> readLarge(Path file, FileVersion stamp) {
        boolean mayBe =
                memory.isLarge(stamp.size()) && RecordingPaths.nameOf(file).isPresent();
        Optional<FileEntry> entry = mayBe ? large.read(file, stamp) : Optional.empty();
        return entry.map(this::notePlace)
                .filter(read -> read.recording().exchange().response().isStream());
    }

    @Override
    public Optional<RecordingFile.Members> members(FileEntry entry) {
        return entry.large().isPresent() ? large.members(entry.file()) : StoredFiles.super.members(entry);
    }

    StoreException unreadable(Path file, IOException failed) {
        String remedy = "correct that, or delete it to record it again";
        return StoreException.unreadable(places.location(file), FileFailures.unreadable(failed), remedy, failed);
    }

    private static boolean isOtherThanAFile(Path file) {
        return !Files.isSymbolicLink(file) && !file.toFile().isFile();
    }

    @Override
    public Optional<Bytes> content(Path file) {
        try {
            return Optional.of(tree.read(file));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    @Override
    public FileEntry notePlace(FileEntry entry) {
        if (places.tells(entry.file(), entry.question())) {
            strays.remove(entry.file());
        } else {
            strays.add(entry.file(), entry.stamp(), entry.question().key());
        }
        return entry;
    }

    @Override
    public boolean rename(FileEntry entry, Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false; // also a copy: people decide which one stays
        }
        List<Path> bodies = entry.bodies().keySet().stream()
                .filter(body -> !target.resolveSibling(body.getFileName()).equals(body))
                .toList();
        for (Path body : bodies) {
            write(target.resolveSibling(body.getFileName()), tree.read(body));
        }
        write(target, channel -> copy(entry.file(), channel));
        delete(entry.file());
        return true;
    }

    private void copy(Path file, FileChannel target) throws IOException {
        try (InputStream source = Channels.newInputStream(tree.open(file))) {
            source.transferTo(Channels.newOutputStream(target));
        }
    }

    /** Writes the bodies of a recording first, so that a recording never lacks one. */
    @Override
    public FileVersion write(Path file, RecordingFile.Written written) throws IOException {
        for (BodyFile body : written.bodies()) {
            write(file.resolveSibling(body.name()), body.content());
        }
        write(file, written.text());
        return FileVersion.of(file).orElse(FileVersion.NONE);
    }

    void write(Path file, Bytes content) throws IOException {
        write(file, content::writeTo);
    }

    void write(Path file, DurableFiles.Content content) throws IOException {
        RecordingDirectory directory = at(DurableFiles.parentOf(file));
        String name = file.getFileName().toString();
        durable.write(file, content, change -> directory.add(name, change));
        strays.remove(file);
    }

    @Override
    public void delete(Path file) throws IOException {
        durable.delete(file, at(DurableFiles.parentOf(file))::change);
        strays.remove(file);
    }

    /**
     * Those of the bodies that no other recording may need, now that theirs is gone.
     *
     * @param used by what is in its place
     */
    Set<Path> unnamed(Set<Path> bodies, Set<Path> used) {
        Set<Path> left = new HashSet<>(bodies);
        left.removeAll(used);
        return unnamed.among(left);
    }

    /** Deletes the directory of a test, unless something is left in it. */
    @Override
    public void deleteDirectoryIfEmpty(Path directory) throws IOException {
        boolean isOfATest = !directory.equals(places.root()) && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
        if (isOfATest) {
            try {
                Files.delete(directory);
                deleteDirectoryIfEmpty(DurableFiles.parentOf(directory));
            } catch (DirectoryNotEmptyException others) {
                // which stay
            }
        }
    }

    /** Visits every file that may be a recording, each directory after all its names have become known. */
    @Override
    public void walk(BiConsumer<Path, FileVersion> visitor, Consumer<StoreException> broken) {
        walk.directories(directory -> directory.walk(visitor), broken);
    }

    /** As {@link #walk(BiConsumer, Consumer)}, only in these directories. */
    void walk(Set<String> directories, BiConsumer<Path, FileVersion> visitor, Consumer<StoreException> broken) {
        walk.directories(directories, directory -> directory.walk(visitor), broken);
    }

    /** Visits the files that were written as bodies of recordings, by their names. */
    @Override
    public void walkBodies(Consumer<Path> visitor, Consumer<StoreException> broken) {
        walk.directories(directory -> directory.bodies().forEach(visitor), broken);
    }

    private RecordingDirectory at(Path path) {
        return directories.computeIfAbsent(path, each -> new RecordingDirectory(each, learned::incrementAndGet));
    }

    StoreException notDeleted(Path file, IOException failed) {
        return new StoreException(
                "'" + places.location(file) + "' cannot be deleted: " + FileFailures.unwritable(failed), failed);
    }

    @Override
    public void close() {
        durable.close();
    }
}
