package io.reprise.core.store.directory;

import io.reprise.core.store.durable.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out whether each change of certain files is a change in a directory of the store: not where links, other names or mounts lead to them. */
final class WatchableFiles {
    private static final String DEVICE = "dev";
    private static final String ATTRIBUTES = "unix:isDirectory,isRegularFile,nlink," + DEVICE;

    private final Path root;

    WatchableFiles(Path root) {
        this.root = root;
    }

    /** Something that is there, without following links. */
    private record Found(boolean isDirectory, boolean isRegularFile, int names, Object device) {
        static @Nullable Found at(Path path, LinkOption... options) throws IOException {
            if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                throw new UnsupportedOperationException();
            }
            if (!Files.exists(path, options)) {
                return null; // on newer JDKs without the cost of an exception
            }
            try {
                Map<String, Object> all = Files.readAttributes(path, ATTRIBUTES, options);
                return new Found(
                        Boolean.TRUE.equals(all.get("isDirectory")),
                        Boolean.TRUE.equals(all.get("isRegularFile")),
                        (Integer) Objects.requireNonNull(all.get("nlink")),
                        Objects.requireNonNull(all.get(DEVICE)));
            } catch (NoSuchFileException missing) {
                return null;
            }
        }
    }

    /**
     * The directories that the files are in, or would be in; where one does not exist, the one above it.
     *
     * @param directory that is searched for files
     * @param files that matter, whether they exist or not
     * @return empty if a change may show elsewhere
     */
    Optional<Set<Path>> directories(Path directory, Collection<Path> files) {
        try {
            Set<Path> found = new HashSet<>();
            boolean areAll = add(directory, found);
            for (Path file : files) {
                areAll = areAll && isPlain(file) && add(DurableFiles.parentOf(file), found);
            }
            return areAll ? Optional.of(found) : Optional.empty();
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** Adds the last directory on the way that exists; false if the way leads elsewhere. */
    private boolean add(Path directory, Set<Path> found) throws IOException {
        if (found.contains(directory)) {
            return true;
        }
        Found top = Found.at(root);
        if (top == null || !top.isDirectory() || !directory.startsWith(root)) {
            return false;
        }
        Path last = root;
        for (Path name : root.relativize(directory)) {
            if (name.toString().isEmpty()) {
                continue; // the root itself
            }
            Found next = Found.at(last.resolve(name), LinkOption.NOFOLLOW_LINKS);
            if (next == null) {
                break;
            } else if (!next.isDirectory()) {
                return false;
            }
            last = last.resolve(name);
        }
        found.add(last);
        return true;
    }

    private static boolean isPlain(Path file) throws IOException {
        Found found = Found.at(file, LinkOption.NOFOLLOW_LINKS);
        if (found == null) {
            return true;
        }
        Found directory = Found.at(DurableFiles.parentOf(file));
        return found.isRegularFile()
                && found.names() == 1
                && directory != null
                && found.device().equals(directory.device());
    }
}
