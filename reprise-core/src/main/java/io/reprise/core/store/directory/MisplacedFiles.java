package io.reprise.core.store.directory;

import io.reprise.core.key.Key;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Files whose name or directory does not match their content: moved or edited by hand, or written with other rules.
 * Their content is read once, to find them by it.
 */
final class MisplacedFiles {
    private record Stray(FileVersion stamp, Key key) {}

    private final Runnable learned;
    private final Map<Path, Stray> byFile = new HashMap<>();
    private final Map<Key, Set<Path>> byKey = new HashMap<>();

    /** @param learned is called when a file has become known */
    MisplacedFiles(Runnable learned) {
        this.learned = learned;
    }

    synchronized void add(Path file, FileVersion stamp, Key key) {
        Stray stray = new Stray(stamp, key);
        if (stray.equals(byFile.get(file))) {
            return;
        }
        remove(file);
        learned.run();
        byFile.put(file, stray);
        byKey.computeIfAbsent(key, any -> new HashSet<>(1)).add(file);
    }

    synchronized void remove(Path file) {
        Stray stray = byFile.remove(file);
        if (stray != null) {
            Set<Path> files = byKey.getOrDefault(stray.key(), Set.of());
            files.remove(file);
            if (files.isEmpty()) {
                byKey.remove(stray.key());
            }
        }
    }

    /** Files that had a recording with this key when they were read. */
    synchronized Set<Path> of(Key key) {
        return Set.copyOf(byKey.getOrDefault(key, Set.of()));
    }

    /** Whether the file is known to have a recording with another key. */
    synchronized boolean isOfAnother(Path file, FileVersion stamp, Key key) {
        Stray stray = byFile.get(file);
        return stray != null && stray.stamp().equals(stamp) && !stray.key().equals(key);
    }
}
