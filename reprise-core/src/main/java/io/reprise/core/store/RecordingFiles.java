package io.reprise.core.store;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.key.Key;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/** Where the files of a store lie, and which of them may answer a question. */
final class RecordingFiles {
    private final Path root;
    private final KeyRules rules;
    private final TemporaryFiles temporaries;
    private final Strays strays = new Strays();
    private final ConcurrentMap<Path, RecordingDirectory> directories = new ConcurrentHashMap<>();

    RecordingFiles(Path root, KeyRules rules) {
        this.root = root;
        this.rules = rules;
        this.temporaries = new TemporaryFiles(root);
    }

    /** The files whose names say that they answer the question, and those that are known to hold an answer. */
    Map<Path, Stamp> locate(Question question) {
        ApiFamily family = ApiFamilies.of(question.request());
        RecordingDirectory directory = directory(question, family);
        Set<String> names = new LinkedHashSet<>();
        if (!family.isModelList()) {
            String slug = Slug.of(question.request(), family);
            for (int occurrence = 1; ; occurrence++) {
                String name = FileName.of(slug, question.key(), occurrence).text();
                if (!directory.path().resolve(name).toFile().isFile()) {
                    break;
                }
                names.add(name);
            }
        }
        names.addAll(directory.named(question.key().brief(), names.isEmpty()));
        return stamps(question.key(), directory, names);
    }

    /** Whether these are still the files that may answer the question, unchanged. */
    boolean isCurrent(Question question, List<FileEntry> entries) {
        if (entries.isEmpty()) {
            return locate(question).isEmpty();
        }
        RecordingDirectory directory = directory(question, ApiFamilies.of(question.request()));
        Set<String> names = new LinkedHashSet<>(directory.named(question.key().brief(), false));
        Map<Path, Stamp> known = new HashMap<>();
        for (FileEntry entry : entries) {
            known.put(entry.file(), entry.stamp());
            if (directory.path().equals(entry.file().getParent())) {
                String name = entry.file().getFileName().toString();
                names.add(name);
                FileName.parse(name).map(FileName::next).map(FileName::text).ifPresent(names::add);
            }
        }
        return stamps(question.key(), directory, names).equals(known);
    }

    private Map<Path, Stamp> stamps(Key key, RecordingDirectory directory, Collection<String> names) {
        Set<Path> paths = new LinkedHashSet<>();
        names.forEach(name -> paths.add(directory.path().resolve(name)));
        paths.addAll(strays.of(key));
        Map<Path, Stamp> stamps = new LinkedHashMap<>();
        for (Path path : paths) {
            Stamp.of(path)
                    .filter(stamp -> !strays.isOfAnother(path, stamp, key))
                    .ifPresent(stamp -> stamps.put(path, stamp));
        }
        return stamps;
    }

    /** The recording in a file; empty if the file has vanished. */
    Optional<FileEntry> read(Path file, Stamp stamp) {
        return content(file)
                .map(bytes -> new FileEntry(location(file), RecordingFile.read(bytes, location(file)), file, stamp));
    }

    /** The recording in a file that may also be something else, which is then no error. */
    Optional<FileEntry> readRecording(Path file, Stamp stamp) {
        Optional<Bytes> content = content(file);
        if (content.isEmpty()
                || (FileName.parse(file.getFileName().toString()).isEmpty() && !RecordingFile.claims(content.get()))) {
            return Optional.empty();
        }
        FileEntry entry = new FileEntry(location(file), RecordingFile.read(content.get(), location(file)), file, stamp);
        answers(entry, keyOf(entry.recording()));
        return Optional.of(entry);
    }

    private Optional<Bytes> content(Path file) {
        try {
            return Optional.of(Bytes.owning(Files.readAllBytes(file)));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new StoreException("'" + location(file) + "' cannot be read: " + Failures.reason(failed), failed);
        }
    }

    /** Whether the recording has this key; remembers where it lies if neither its name nor its directory tell. */
    boolean answers(FileEntry entry, Key key) {
        Key content = keyOf(entry.recording());
        RecordingDirectory expected = directory(
                rules.question(
                        entry.recording().exchange().request(),
                        entry.recording().test()),
                ApiFamilies.of(entry.recording().exchange().request()));
        boolean isAtItsPlace = expected.path().equals(entry.file().getParent())
                && FileName.parse(entry.file().getFileName().toString())
                        .filter(name -> name.brief().equals(content.brief()))
                        .isPresent();
        if (isAtItsPlace) {
            strays.remove(entry.file());
        } else {
            strays.add(entry.file(), entry.stamp(), content);
        }
        return content.equals(key);
    }

    private Key keyOf(Recording recording) {
        return rules.question(recording.exchange().request(), recording.test()).key();
    }

    /** Where a recording is to be written: over the old one if that carries the right key, whatever it is called. */
    Path placeOf(Question question, Recording recording, ApiFamily family, Optional<FileEntry> old) {
        Path directory = directory(question, family).path();
        String slug = family.isModelList()
                ? Slug.ofModelList(family, recording.upstream())
                : Slug.of(recording.exchange().request(), family);
        FileName name = FileName.of(slug, question.key(), recording.occurrence());
        return old.map(FileEntry::file)
                .filter(file -> directory.equals(file.getParent()))
                .filter(file -> FileName.parse(file.getFileName().toString())
                        .filter(present -> present.withSlug(slug).equals(name))
                        .isPresent())
                .orElse(directory.resolve(name.text()));
    }

    void write(Path file, Bytes content) throws IOException {
        RecordingDirectory directory = at(parentOf(file));
        if (Files.isSymbolicLink(directory.path())
                && !directory.path().toRealPath().startsWith(root.toRealPath())) {
            throw new IOException("'" + location(directory.path()) + "' is a link that leads out of the store");
        }
        String name = file.getFileName().toString();
        temporaries.write(content, temporary -> directory.put(temporary, name));
        strays.remove(file);
    }

    void delete(Path file) throws IOException {
        at(parentOf(file)).delete(file.getFileName().toString());
        strays.remove(file);
    }

    /** Visits every file that may be a recording, each directory after all its names have become known. */
    void walk(BiConsumer<Path, Stamp> visitor) {
        if (!root.toFile().exists()) {
            return;
        }
        RecordingDirectory top = at(root);
        top.walk(visitor);
        for (Path child : top.directories()) {
            at(child).walk(visitor);
        }
    }

    private RecordingDirectory directory(Question question, ApiFamily family) {
        String name = family.isModelList() ? TestDirectory.MODELS : TestDirectory.of(question.test());
        return at(name.isEmpty() ? root : root.resolve(name));
    }

    private RecordingDirectory at(Path path) {
        return directories.computeIfAbsent(path, RecordingDirectory::new);
    }

    /** Every file of a store has a parent, which is the store or within it. */
    private Path parentOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file outside of the store");
    }

    private String location(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    StoreException notKept(Question question, IOException failed) {
        return new StoreException(
                "the recording of key " + question.key().brief() + " cannot be kept in '" + root + "': "
                        + Failures.reason(failed) + "; what was there before is untouched",
                failed);
    }

    void close() {
        temporaries.close();
    }
}
