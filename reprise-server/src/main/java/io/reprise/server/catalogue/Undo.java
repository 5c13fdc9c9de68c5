package io.reprise.server.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How deleted files come back that git knows. Git itself is not asked: what it never knew is lost. */
final class Undo {
    /** With more, the command names the directory. */
    private static final int MOST_NAMED = 100;

    private Undo() {}

    /** A command for a POSIX shell; empty where there is no git. */
    static String command(Optional<Path> directory, List<String> locations) {
        Optional<Path> root = directory.map(Path::toAbsolutePath).filter(Undo::isInGit);
        if (root.isEmpty() || locations.isEmpty()) {
            return "";
        }
        String files = locations.size() > MOST_NAMED
                ? "."
                : locations.stream()
                        .map(location -> quoted(":(literal)" + location))
                        .collect(Collectors.joining(" "));
        return "git -C " + quoted(root.get().toString()) + " checkout -- " + files;
    }

    private static boolean isInGit(Path directory) {
        for (Path each = directory.normalize(); each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
