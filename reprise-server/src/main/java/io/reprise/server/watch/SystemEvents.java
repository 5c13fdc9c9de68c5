package io.reprise.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Changes as inotify of Linux tells them. A mark is a file that is renamed in a directory of its own. */
final class SystemEvents implements DirectoryEvents {
    /** Local ones, which this system alone changes. As {@link java.nio.file.FileStore#type} names them. */
    private static final Set<String> TELLING =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay");

    private static final String NO_MARK = "";

    private final WatchService service;
    private final Path marks;
    private final WatchKey ofMarks;
    private Path last;
    private long count;

    private record WatchedKey(WatchKey key) implements Watched {
        @Override
        public void end() {
            key.cancel();
        }
    }

    private SystemEvents(WatchService service, Path marks) throws IOException {
        this.service = service;
        this.marks = marks;
        this.ofMarks = marks.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        this.last = marks.resolve("0");
        Files.createFile(last);
    }

    /**
     * Begins to receive events.
     *
     * @throws IOException if the system does not tell of all changes in this directory, or not now
     */
    static DirectoryEvents open(Path root) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("only Linux tells of changes in their order");
        }
        requireTelling(root);
        Path marks = Files.createTempDirectory("reprise-watch-");
        WatchService service = null;
        try {
            requireTelling(marks);
            service = FileSystems.getDefault().newWatchService();
            return new SystemEvents(service, marks);
        } catch (IOException failed) {
            if (service != null) {
                service.close();
            }
            delete(marks);
            throw failed;
        }
    }

    private static void requireTelling(Path directory) throws IOException {
        String type = Files.getFileStore(directory).type();
        if (!TELLING.contains(type)) {
            throw new IOException("file systems of type '" + type + "' do not tell of all changes");
        }
    }

    @Override
    public Watched watch(Path directory) throws IOException {
        Path above = directory.getParent();
        if (above == null || !device(directory).equals(device(above))) {
            requireTelling(directory);
        }
        try {
            return new WatchedKey(directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (ClosedWatchServiceException closed) {
            throw new IOException("nothing is watched any more", closed);
        }
    }

    private static Object device(Path directory) throws IOException {
        return Files.getAttribute(directory, "unix:dev");
    }

    @Override
    public void mark() throws IOException {
        Path next = marks.resolve(String.valueOf(++count));
        try {
            Files.move(last, next, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException cleanedUp) {
            Files.createFile(next);
        }
        last = next;
    }

    @Override
    public void await(long nanos, Receiver receiver) throws IOException, InterruptedException {
        try {
            WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
            if (key != null) {
                boolean unused = take(key, NO_MARK, receiver);
            }
        } catch (ClosedWatchServiceException closed) {
            throw new IOException("nothing is watched any more", closed);
        }
    }

    @Override
    public boolean awaitMark(long nanos, Receiver receiver) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        String mark = String.valueOf(count);
        try {
            boolean hasCome = false;
            while (!hasCome) {
                WatchKey key = service.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    return false;
                }
                hasCome = take(key, mark, receiver);
            }
            takeRest(mark, receiver);
            return true;
        } catch (ClosedWatchServiceException closed) {
            return false;
        }
    }

    /** What came while the events of its directory were being taken is behind the mark, once. */
    private void takeRest(String mark, Receiver receiver) {
        Set<WatchKey> taken = new HashSet<>();
        WatchKey key = service.poll();
        while (key != null) {
            boolean unused = take(key, mark, receiver);
            key = taken.add(key) ? service.poll() : null;
        }
    }

    /** Whether the mark was there. */
    private boolean take(WatchKey key, String mark, Receiver receiver) {
        boolean isOfMarks = key.equals(ofMarks);
        boolean hasCome = false;
        Watched directory = new WatchedKey(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            boolean isOverflow = event.kind() == StandardWatchEventKinds.OVERFLOW;
            if (isOfMarks) { // all others have overflowed as well, and say so
                hasCome |= isOverflow || mark.equals(String.valueOf(event.context()));
            } else if (isOverflow) {
                receiver.overflowed(directory);
            } else {
                receiver.changed(directory, (Path) event.context());
            }
        }
        if (!key.reset() && !isOfMarks) {
            receiver.ended(directory);
        }
        return hasCome;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            delete(marks);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.add(directory);
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        } catch (IOException left) {
            // the system cleans its directory of temporary files
        }
    }
}
