package io.reprise.server.spool;

import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What one server has put aside, and the lock that says that it is alive. Servers of one process know each other by the name of the directory,
 * since a process loses its lock where it opens the file once more.
 */
final class SpoolDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String LEFT = "left-";

    private final KeyRules rules;
    private final Path path;
    private final FileChannel channel;
    private final Map<SpoolPlace, DirectoryStore> stores = new ConcurrentHashMap<>();

    /**
     * A recording that waits.
     *
     * @param location in the store of its place
     */
    record Waiting(SpoolDirectory directory, SpoolPlace place, String location, FileTime since) {
        private static final Comparator<Waiting> ORDER = Comparator.comparing(Waiting::since)
                .thenComparing(one -> one.place().kind());

        DirectoryStore store() {
            return directory.store(place);
        }

        /** For people. */
        Path file() {
            return store().root().resolve(location);
        }
    }

    private SpoolDirectory(Path path, FileChannel channel, KeyRules rules) {
        this.path = path;
        this.channel = channel;
        this.rules = rules;
    }

    /** A new one, which no other server delivers while this one is alive. */
    static SpoolDirectory make(Path parent, KeyRules rules) throws IOException {
        makeForOwner(parent);
        while (true) {
            String name = Instant.now().toEpochMilli() + "-"
                    + UUID.randomUUID().toString().substring(0, 8);
            Path path = parent.resolve(prefix() + name);
            try {
                Files.createDirectory(path);
            } catch (FileAlreadyExistsException ofAnotherServer) {
                continue;
            }
            Optional<SpoolDirectory> made = lock(path, rules);
            if (made.isPresent()) {
                return made.get();
            }
        }
    }

    /** It has what clients said, although without credentials. */
    private static void makeForOwner(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (UnsupportedOperationException noSuchPermissions) {
            Files.createDirectories(directory);
        }
    }

    /** Those of servers that have ended, the oldest first; from now on they are this server's. */
    static List<SpoolDirectory> takeOver(Path parent, KeyRules rules) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(parent)) {
            left = all.filter(path -> !path.getFileName().toString().startsWith(prefix()))
                    .filter(path -> Files.isRegularFile(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparing(SpoolDirectory::name))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
        List<SpoolDirectory> taken = new ArrayList<>();
        for (Path path : left) {
            Optional<SpoolDirectory> locked = lock(path, rules);
            if (locked.isPresent()) {
                Path own = parent.resolve(prefix() + name(path));
                Files.move(path, own);
                taken.add(new SpoolDirectory(own, locked.get().channel, rules));
            }
        }
        return taken;
    }

    /** Its time and a random number, whoever has it. */
    private static String name(Path path) {
        String[] parts = path.getFileName().toString().split("-");
        return parts.length < 2 ? parts[0] : parts[parts.length - 2] + "-" + parts[parts.length - 1];
    }

    /** Of the names of directories that this process uses. Process numbers alone come again, such as 1 in each container. */
    private static String prefix() {
        ProcessHandle process = ProcessHandle.current();
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return "of-" + process.pid() + "-" + start + "-";
    }

    /** Empty if another server has it. */
    private static Optional<SpoolDirectory> lock(Path path, KeyRules rules) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException otherServerOfThisProcess) {
            // as one of another process
        }
        if (lock == null || !Files.exists(path.resolve(LOCK))) { // who had it before may have deleted it
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new SpoolDirectory(path, channel, rules));
    }

    DirectoryStore store(SpoolPlace place) {
        return stores.computeIfAbsent(place, first -> new DirectoryStore(path.resolve(first.name()), rules));
    }

    /** What waits here for a question, in the order in which it came. */
    List<Store.Entry> find(Question question) throws IOException {
        List<Store.Entry> found = new ArrayList<>();
        for (Path directory : placesMade()) {
            SpoolPlace.parse(directory.getFileName().toString())
                    .ifPresent(place -> found.addAll(store(place).find(question).entries()));
        }
        found.sort(Comparator.comparing(entry -> entry.writtenAt().orElse(Instant.EPOCH)));
        return found;
    }

    private List<Path> placesMade() throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.sorted().toList();
        }
    }

    /** What waits here, in the order in which it came. */
    List<Waiting> waiting() throws IOException {
        List<Waiting> waiting = new ArrayList<>();
        for (Path directory : placesMade()) {
            SpoolPlace.parse(directory.getFileName().toString())
                    .ifPresent(place -> store(place)
                            .forEachStamp((location, stamp) -> waiting.add(
                                    new Waiting(this, place, location, modified(directory.resolve(location))))));
        }
        waiting.sort(Waiting.ORDER.thenComparing(Waiting::location));
        return waiting;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /** Deletes it if nothing waits in it; else the next server finds it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            boolean isEmpty = waiting().isEmpty();
            stores.values().forEach(DirectoryStore::close);
            if (isEmpty) {
                delete();
            } else {
                Files.move(path, path.resolveSibling(LEFT + name(path)));
            }
        }
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            try {
                Files.deleteIfExists(each);
            } catch (DirectoryNotEmptyException used) {
                // then something is in it after all
            }
        }
    }
}
