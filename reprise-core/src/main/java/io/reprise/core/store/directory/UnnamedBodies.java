package io.reprise.core.store.directory;

import io.reprise.core.store.durable.DurableFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the bodies that no file beside them names: two recordings name one body where somebody has copied one of them by hand. Where a search
 * would take long, nobody looks: the bodies stay, and lint reports those that no recording names.
 */
final class UnnamedBodies {
    private static final int MOST_FILES = 1_024;

    /** Together. In bytes. */
    private static final long MOST_BYTES = 64L << 20;

    private final NamedBodies named;

    UnnamedBodies(NamedBodies named) {
        this.named = named;
    }

    /** Those of the bodies that may be deleted, now that their recording is gone. */
    Set<Path> among(Collection<Path> bodies) {
        Set<Path> unnamed = new HashSet<>(bodies);
        Set<Path> directories = new HashSet<>();
        bodies.forEach(body -> directories.add(DurableFiles.parentOf(body)));
        for (Path directory : directories) {
            removeNamed(directory, unnamed);
        }
        return unnamed;
    }

    private void removeNamed(Path directory, Set<Path> bodies) {
        Set<Path> inside = new HashSet<>(bodies);
        inside.removeIf(body -> !directory.equals(body.getParent()));
        bodies.removeAll(inside);
        try {
            Optional<List<Path>> files = files(directory);
            if (files.isPresent()) {
                for (Path file : files.get()) {
                    inside.removeAll(named.namedIn(file, inside));
                }
                bodies.addAll(inside);
            }
        } catch (IOException | DirectoryIteratorException unclear) {
            // nobody knows whether they are named, so they stay
        }
    }

    /** Those that may be recordings; empty if they are too many. */
    private static Optional<List<Path>> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        long bytes = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : all) {
                if (!file.toFile().isDirectory()) {
                    files.add(file);
                    bytes += file.toFile().length();
                }
                if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(files);
    }
}
