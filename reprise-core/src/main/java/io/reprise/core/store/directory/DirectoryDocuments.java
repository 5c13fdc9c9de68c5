package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Documents;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The files of a directory as documents. */
final class DirectoryDocuments implements Documents {
    private final RecordingFiles files;
    private final Consumer<Change> changes;

    /**
     * What was changed.
     *
     * @param wasThere whether something was at its location before
     */
    record Change(Placement placement, boolean wasThere) {}

    /** @param changes takes what was put in */
    DirectoryDocuments(RecordingFiles files, Consumer<Change> changes) {
        this.files = files;
        this.changes = changes;
    }

    @Override
    public void forEach(Consumer<Listed> visitor, Consumer<StoreException> unlisted) {
        files.walk(
                (file, stamp) -> visitor.accept(new Listed(files.places().location(file), Math.max(0, stamp.size()))),
                unlisted);
    }

    @Override
    public Map<String, Bytes> digests(Collection<String> locations) {
        Map<String, Bytes> digests = new TreeMap<>();
        for (String location : locations) {
            try {
                file(location).flatMap(this::digest).ifPresent(digest -> digests.put(location, digest));
            } catch (StoreException unreadable) {
                digests.put(location, Bytes.EMPTY);
            }
        }
        return digests;
    }

    private Optional<Bytes> digest(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? files.content(file).map(Documents::digest)
                : Optional.empty();
    }

    @Override
    public void read(
            Collection<String> locations, Consumer<Document> visitor, BiConsumer<String, StoreException> broken) {
        for (String location : locations) {
            Optional<Document> document;
            try {
                document = file(location).flatMap(file -> document(location, file));
            } catch (StoreException unreadable) {
                broken.accept(location, unreadable);
                continue;
            }
            document.ifPresent(visitor);
        }
    }

    private Optional<Document> document(String location, Path file) {
        boolean isNamedSo = RecordingPaths.nameOf(file).isPresent();
        boolean isFile = Files.isSymbolicLink(file) || file.toFile().isFile();
        if (!isFile) {
            return Optional.empty();
        }
        return files.content(file)
                .filter(text -> isNamedSo || RecordingFile.claims(text))
                .map(text -> new Document(
                        location, text, name -> files.bodiesBeside(file).read(name)));
    }

    @Override
    public List<Placed> put(List<Placement> placements) {
        List<Placed> results = new ArrayList<>();
        for (Placement placement : placements) {
            results.add(put(placement));
        }
        return results;
    }

    private Placed put(Placement placement) {
        Whole document = placement.document();
        Optional<Path> place = file(document.location());
        if (place.isEmpty()) {
            return new Placed.Failed("no recording can have this place in a directory; rename it in the other store");
        }
        Path file = place.get();
        try {
            boolean wasThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (!digest(file).equals(placement.replaced())
                    || wasThere && placement.replaced().isEmpty()) {
                return new Placed.Taken();
            }
            List<BodyFile> bodies = document.bodies().entrySet().stream()
                    .map(body -> new BodyFile(body.getKey(), body.getValue()))
                    .toList();
            Set<Path> former = wasThere ? bodiesOf(file) : Set.of();
            files.write(file, new RecordingFile.Written(document.text(), bodies));
            Set<Path> used = bodies.stream()
                    .map(body -> file.resolveSibling(body.name()))
                    .collect(Collectors.toSet());
            for (Path body : files.unnamed(former, used)) {
                files.delete(body);
            }
            changes.accept(new Change(placement, wasThere));
            return new Placed.Kept();
        } catch (StoreException unreadable) {
            return new Placed.Failed(String.valueOf(unreadable.getMessage()));
        } catch (IOException failed) {
            return new Placed.Failed(FileFailures.cannotWrite(document.location(), failed));
        }
    }

    @Override
    public boolean delete(String location, Optional<Bytes> digest) {
        Optional<Path> file = file(location);
        if (file.isEmpty() || digest.isPresent() && !digest(file.get()).equals(digest)) {
            return false;
        }
        try {
            Set<Path> bodies = bodiesOf(file.get());
            files.delete(file.get());
            for (Path body : files.unnamed(bodies, Set.of())) {
                files.delete(body);
            }
            files.deleteDirectoryIfEmpty(DurableFiles.parentOf(file.get()));
            return true;
        } catch (IOException failed) {
            throw files.notDeleted(file.get(), failed);
        }
    }

    private Set<Path> bodiesOf(Path file) {
        try {
            return FileVersion.of(file)
                    .flatMap(stamp -> files.readRecording(file, stamp))
                    .map(entry -> entry.bodies().keySet())
                    .orElse(Set.of());
        } catch (StoreException broken) {
            return Set.of(); // they are not known, and lint finds them
        }
    }

    /** The file of a location that this directory would list; other stores may have any. */
    private Optional<Path> file(String location) {
        String[] names = location.split("/", -1);
        boolean isHidden = false;
        for (String name : names) {
            isHidden |= name.isEmpty() || name.startsWith(".") || name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
        }
        if (isHidden || names.length > TestDirectory.MOST_PARTS + 1 || !location.endsWith(".json")) {
            return Optional.empty();
        }
        try {
            return Optional.of(files.places().root().resolve(location));
        } catch (InvalidPathException impossible) {
            return Optional.empty();
        }
    }
}
