package io.reprise.core.store.directory;

import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Finds all directories that may have recordings. */
final class RecordingWalk {
    private final RecordingPaths places;
    private final ConfinedTree tree;
    private final Function<Path, RecordingDirectory> directories;

    RecordingWalk(RecordingPaths places, ConfinedTree tree, Function<Path, RecordingDirectory> directories) {
        this.places = places;
        this.tree = tree;
        this.directories = directories;
    }

    /** Only those with these names. */
    void directories(Set<String> names, Consumer<RecordingDirectory> visitor, Consumer<StoreException> broken) {
        for (String name : names) {
            Path directory = name.isEmpty() ? places.root() : places.root().resolve(name);
            if (directory.toFile().isDirectory()) {
                visit(directory, visitor, broken);
            }
        }
    }

    void directories(Consumer<RecordingDirectory> visitor, Consumer<StoreException> broken) {
        if (!places.root().toFile().exists()) {
            return;
        }
        List<Path> all = new ArrayList<>();
        all.add(places.root());
        add(places.root(), 1, all);
        all.forEach(directory -> visit(directory, visitor, broken));
    }

    /** Adds the directories in this one, and those in them. Links to directories are only followed from the root, so that they lead in no circle. */
    private void add(Path directory, int depth, List<Path> all) {
        List<Path> found;
        try {
            found = depth == 1
                    ? LinkedDirectories.eachOnce(
                            places.root(), directories.apply(directory).directories())
                    : directories.apply(directory).directories();
        } catch (StoreException unlisted) {
            return; // reported when its files are to be visited
        }
        for (Path each : found) {
            boolean isLink = Files.isSymbolicLink(each);
            if (depth == 1 || !isLink) {
                all.add(each);
            }
            if (!isLink && depth < TestDirectory.MOST_PARTS) {
                add(each, depth + 1, all);
            }
        }
    }

    private void visit(Path directory, Consumer<RecordingDirectory> visitor, Consumer<StoreException> broken) {
        try {
            requireWithin(directory);
            visitor.accept(directories.apply(directory));
        } catch (StoreException unlisted) {
            broken.accept(unlisted);
        }
    }

    private void requireWithin(Path directory) {
        try {
            tree.requireDirectory(directory);
        } catch (NoSuchFileException vanished) {
            // since it was listed
        } catch (IOException failed) {
            throw new StoreException(
                    "the recordings in '" + places.location(directory) + "' cannot be read: "
                            + FileFailures.unreadable(failed),
                    failed);
        }
    }
}
