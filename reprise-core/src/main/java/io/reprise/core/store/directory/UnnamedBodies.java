package io.reprise.core.store.directory;

import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the bodies that no file beside them names: two recordings name one body where somebody has copied one of them by hand. The name
 * is searched for in the texts, since also a file that cannot be read may be a recording. Where that would take long, nobody looks: the bodies
 * stay, and lint reports those that no recording names.
 */
final class UnnamedBodies {
    private static final int MOST_FILES = 1_024;

    /** Together. In bytes. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int WINDOW = 64 << 10;

    /** Longer than any name. */
    private static final int OVERLAP = 256;

    private final ConfinedTree tree;

    UnnamedBodies(ConfinedTree tree) {
        this.tree = tree;
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
                    removeNamedIn(file, inside);
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

    private void removeNamedIn(Path file, Set<Path> bodies) throws IOException {
        if (bodies.isEmpty()) {
            return;
        }
        try (InputStream content = Channels.newInputStream(tree.open(file))) {
            String before = "";
            byte[] read = content.readNBytes(WINDOW);
            while (read.length > 0) {
                String text = before + inLowerCase(new String(read, StandardCharsets.ISO_8859_1));
                bodies.removeIf(body -> text.contains(inLowerCase(String.valueOf(body.getFileName()))));
                before = text.substring(Math.max(0, text.length() - OVERLAP));
                read = content.readNBytes(WINDOW);
            }
        }
    }

    /** Some file systems ignore case. */
    private static String inLowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
