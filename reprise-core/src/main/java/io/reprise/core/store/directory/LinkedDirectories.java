package io.reprise.core.store.directory;

import io.reprise.core.store.directory.name.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Links in a store that lead to its own directories: their recordings would come twice. */
final class LinkedDirectories {
    private LinkedDirectories() {}

    /** The directories of {@code root} without links to what is visited anyway. */
    static List<Path> eachOnce(Path root, List<Path> directories) {
        Set<Path> linked = new HashSet<>();
        return directories.stream()
                .filter(directory -> !Files.isSymbolicLink(directory) || isNew(root, directory, linked))
                .toList();
    }

    private static boolean isNew(Path root, Path link, Set<Path> linked) {
        try {
            Path place = link.toRealPath();
            return !isVisited(root.toRealPath(), place) && linked.add(place);
        } catch (IOException leadsNowhere) {
            return true; // which is reported
        }
    }

    /** @param place without links, as {@code root} is */
    private static boolean isVisited(Path root, Path place) {
        if (!place.startsWith(root)) {
            return false;
        }
        Path way = root.relativize(place);
        boolean isLeftOut = way.getNameCount() > TestDirectory.MOST_PARTS;
        for (Path name : way) {
            isLeftOut |= name.toString().startsWith(".");
        }
        return !isLeftOut;
    }
}
