package io.reprise.core.store.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a disk has of a directory when the power fails: the content of files that was forced, and of the changes of each directory those that were forced,
 * and perhaps some of the next ones. Content that was not forced is lost or torn.
 */
public final class ForgetfulDisk implements DiskEvents {
    /** A file, whatever its names are. */
    private static final class Content {
        byte[] written = {};

        byte @Nullable [] forced;
    }

    /** An entry of a directory; null content for a directory. */
    private record Entry(@Nullable Content content) {}

    /** A name in a directory gets an entry, or loses it. */
    private record Change(String name, @Nullable Entry entry) {}

    private static final class Directory {
        final Map<String, Entry> forced = new TreeMap<>();
        final List<Change> unforced = new ArrayList<>();
    }

    private final Path root;
    private final DiskEvents observer;
    private final Map<Path, Directory> directories = new HashMap<>();
    private final Map<Path, Content> files = new HashMap<>();

    /** @param observer is told before each event */
    public ForgetfulDisk(Path root, DiskEvents observer) {
        this.root = root;
        this.observer = observer;
    }

    @Override
    public void before(Action action, Path path) throws IOException {
        observer.before(action, path);
    }

    @Override
    public synchronized void after(Action action, Path path, Path target) {
        switch (action) {
            case CREATE -> {
                Content content = new Content();
                files.put(path, content);
                changed(path, new Entry(content));
            }
            case WRITE -> files.get(path).written = read(path);
            case FORCE -> force(path);
            case MOVE -> {
                Content content = files.remove(path);
                files.put(target, content);
                changed(path, null);
                changed(target, new Entry(content));
            }
            case DELETE -> {
                files.remove(path);
                changed(path, null);
            }
            case MAKE_DIRECTORY -> changed(path, new Entry(null));
            default -> {}
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void changed(Path path, @Nullable Entry entry) {
        directory(path.getParent()).unforced.add(new Change(String.valueOf(path.getFileName()), entry));
    }

    private Directory directory(@Nullable Path path) {
        return directories.computeIfAbsent(path == null ? root : path, any -> new Directory());
    }

    private void force(Path path) {
        Content content = files.get(path);
        if (content != null) {
            content.forced = content.written.clone();
            return;
        }
        Directory directory = directory(path);
        directory.unforced.forEach(change -> apply(change, directory.forced));
        directory.unforced.clear();
    }

    private static void apply(Change change, Map<String, Entry> entries) {
        if (change.entry() == null) {
            entries.remove(change.name());
        } else {
            entries.put(change.name(), change.entry());
        }
    }

    /** Writes what the disk would have after the power has failed now. */
    public synchronized void recover(Path target, Random random) throws IOException {
        recover(root, target, random);
    }

    private void recover(Path path, Path target, Random random) throws IOException {
        Files.createDirectories(target);
        Directory directory = directory(path);
        Map<String, Entry> entries = new TreeMap<>(directory.forced);
        int survivors = random.nextInt(directory.unforced.size() + 1);
        directory.unforced.subList(0, survivors).forEach(change -> apply(change, entries));
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            Path place = target.resolve(entry.getKey());
            Content content = entry.getValue().content();
            if (content == null) {
                recover(path.resolve(entry.getKey()), place, random);
            } else {
                Files.write(place, content.forced == null ? torn(content.written, random) : content.forced);
            }
        }
    }

    private static byte[] torn(byte[] written, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new byte[0];
            case 1 -> new byte[written.length];
            default -> Arrays.copyOf(written, random.nextInt(written.length + 1));
        };
    }
}
