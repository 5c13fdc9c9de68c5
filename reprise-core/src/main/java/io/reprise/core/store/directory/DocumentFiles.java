package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.BodyFiles;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The documents of a store that is no directory, as files. Their paths are only names. Many are read at once, and few are in memory.
 */
public final class DocumentFiles implements StoredFiles {
    private static final int MOST_DOCUMENTS = 100;
    private static final long MOST_BYTES = 8 << 20;

    private final Store store;
    private final Documents documents;
    private final KeyRules rules;
    private final RecordingPaths places = new RecordingPaths(Path.of("/").toAbsolutePath());

    /** Documents that have just been read, and those before them, which other threads may still want. */
    private volatile Map<String, Documents.Document> latest = Map.of();

    private volatile Map<String, Documents.Document> former = Map.of();

    /** @param rules those of the store */
    public DocumentFiles(Store store, Documents documents, KeyRules rules) {
        this.store = store;
        this.documents = documents;
        this.rules = rules;
    }

    @Override
    public RecordingPaths places() {
        return places;
    }

    private Path path(String location) {
        return places.root().resolve(location);
    }

    @Override
    public void walk(BiConsumer<Path, FileVersion> visitor, Consumer<StoreException> broken) {
        List<Documents.Listed> page = new ArrayList<>();
        long[] bytes = new long[1];
        documents.forEach(
                listed -> {
                    page.add(listed);
                    bytes[0] += listed.size();
                    if (page.size() >= MOST_DOCUMENTS || bytes[0] >= MOST_BYTES) {
                        visit(page, visitor);
                        page.clear();
                        bytes[0] = 0;
                    }
                },
                broken);
        visit(page, visitor);
    }

    private void visit(List<Documents.Listed> page, BiConsumer<Path, FileVersion> visitor) {
        Map<String, Documents.Document> read = new ConcurrentHashMap<>();
        documents.read(
                page.stream().map(Documents.Listed::location).toList(),
                document -> read.put(document.location(), document),
                (location, broken) -> {}); // said where it is read by itself
        former = latest;
        latest = read;
        for (Documents.Listed listed : page) {
            Documents.Document document = read.get(listed.location());
            visitor.accept(
                    path(listed.location()),
                    document == null ? FileVersion.NONE : version(Documents.digest(document.text()), listed.size()));
        }
    }

    /** No time is known of it: a document that was copied is as old as it was before. */
    private static FileVersion version(Bytes digest, long size) {
        return new FileVersion(FileTime.fromMillis(0), null, size, digest);
    }

    @Override
    public void walkBodies(Consumer<Path> visitor, Consumer<StoreException> broken) {
        // a body goes with the last recording that names it
    }

    @Override
    public boolean exists(Path file) {
        return documents.digests(List.of(places.location(file))).containsKey(places.location(file));
    }

    @Override
    public Optional<FileVersion> version(Path file) {
        return unknown(places.location(file))
                .map(document -> version(
                        Documents.digest(document.text()), document.text().size()));
    }

    private Optional<Documents.Document> document(Path file) {
        String location = places.location(file);
        Documents.Document known = latest.getOrDefault(location, former.get(location));
        return known == null ? unknown(location) : Optional.of(known);
    }

    private Optional<Documents.Document> unknown(String location) {
        List<Documents.Document> found = new ArrayList<>();
        List<StoreException> broken = new ArrayList<>();
        documents.read(List.of(location), found::add, (place, unreadable) -> broken.add(unreadable));
        if (!broken.isEmpty()) {
            throw broken.get(0);
        }
        return found.stream().findFirst();
    }

    @Override
    public Optional<FileEntry> read(Path file, FileVersion stamp) {
        return readRecording(file, stamp);
    }

    @Override
    public Optional<FileEntry> readRecording(Path file, FileVersion stamp) {
        return document(file).map(document -> entry(document, file, stamp));
    }

    private FileEntry entry(Documents.Document document, Path file, FileVersion stamp) {
        Map<Path, FileVersion> bodies = new HashMap<>();
        try {
            RecordingFile.Read read = RecordingFile.parse(document.text(), document.location(), name -> {
                Bytes body = document.beside().apply(name);
                bodies.put(file.resolveSibling(name), version(Bytes.EMPTY, body.size()));
                return body;
            });
            Question question = rules.question(read.request(), read.recording().test());
            return new FileEntry(
                    document.location(),
                    read.recording(),
                    question,
                    new ReadResponse(read.response()),
                    file,
                    stamp,
                    Map.copyOf(bodies));
        } catch (StoreException said) {
            throw said;
        } catch (RuntimeException unforeseen) { // it must harm no other recording
            throw StoreException.unreadable(
                    document.location(), "Reprise does not understand it", "delete it to record it again", unforeseen);
        }
    }

    @Override
    public Optional<FileEntry> at(String location) {
        Path file = path(location);
        return version(file).flatMap(stamp -> readRecording(file, stamp));
    }

    @Override
    public Optional<Bytes> content(Path file) {
        return document(file).map(Documents.Document::text);
    }

    @Override
    public BodyFiles bodiesBeside(Path recording) {
        return name -> document(recording)
                .map(document -> document.beside().apply(name))
                .orElseThrow(() -> StoreException.unreadable(
                        places.location(recording), "it is no longer there", "record it again", null));
    }

    @Override
    public Map<Path, FileVersion> locate(Question question) {
        Map<Path, FileVersion> found = new LinkedHashMap<>();
        for (Store.Item item : store.series(question, "")) {
            Path file = path(item.location());
            found.put(file, version(Bytes.EMPTY, 0));
        }
        return found;
    }

    @Override
    public FileEntry notePlace(FileEntry entry) {
        return entry; // the store finds it by its key, wherever it is
    }

    @Override
    public FileVersion write(Path file, RecordingFile.Written written) throws IOException {
        return write(file, written, bodiesBeside(file));
    }

    private FileVersion write(Path file, RecordingFile.Written written, BodyFiles present) throws IOException {
        String location = places.location(file);
        Map<String, Bytes> bodies = new HashMap<>();
        RecordingFile.Read read = RecordingFile.parse(written.text(), location, name -> {
            Bytes body = written.bodies().stream()
                    .filter(given -> given.name().equals(name))
                    .map(BodyFile::content)
                    .findFirst()
                    .orElseGet(() -> present.read(name));
            bodies.put(name, body);
            return body;
        });
        Documents.Placement placement = new Documents.Placement(
                new Documents.Whole(location, written.text(), bodies),
                read.recording(),
                read.request(),
                Optional.ofNullable(documents.digests(List.of(location)).get(location)));
        Documents.Placed placed = documents.put(List.of(placement)).get(0);
        forget(location);
        if (placed instanceof Documents.Placed.Failed failed) {
            throw new IOException(failed.reason());
        } else if (placed instanceof Documents.Placed.Taken) {
            throw new IOException("another program changes it at this moment; try again");
        }
        return version(Documents.digest(written.text()), written.text().size());
    }

    private void forget(String location) {
        for (Map<String, Documents.Document> page : List.of(latest, former)) {
            if (page.containsKey(location)) {
                page.remove(location);
            }
        }
    }

    /** A body goes with its recording. */
    @Override
    public void delete(Path file) throws IOException {
        String location = places.location(file);
        forget(location);
        if (location.endsWith(".json")) {
            try {
                documents.delete(location, Optional.empty());
            } catch (StoreException failed) {
                throw new IOException(failed.getMessage(), failed);
            }
        }
    }

    @Override
    public boolean rename(FileEntry entry, Path target) throws IOException {
        if (exists(target)) {
            return false; // also a copy: people decide which one stays
        }
        Bytes text = content(entry.file()).orElse(Bytes.EMPTY);
        write(target, new RecordingFile.Written(text, List.of()), bodiesBeside(entry.file()));
        delete(entry.file());
        return true;
    }

    @Override
    public void deleteDirectoryIfEmpty(Path directory) {
        // there is none
    }

    @Override
    public void close() {
        latest = Map.of();
        former = Map.of();
    }
}
