package io.reprise.core.store.housekeeping;

import io.reprise.core.explain.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The command that brings back the deleted files of a store that git has. Git itself is not asked: what it never knew is lost. */
public final class GitUndo {
    /** In characters. A command with more names could not be read, and agents would get only its beginning. */
    private static final int LONGEST_NAMES = 2_000;

    private GitUndo() {}

    /**
     * One line for a POSIX shell. It writes only files that are missing, and passes over those that git does not know. With many files, it restores
     * all that are missing in the directory. Empty where there is no git, or nothing was deleted.
     *
     * @param directory as it is to stand in the command
     * @param files within it, which were deleted
     */
    public static Optional<String> of(Path directory, Collection<String> files) {
        if (files.isEmpty() || !isInGit(directory)) {
            return Optional.empty();
        }
        List<String> git = List.of("git", "-C", directory.toString());
        String missing = Remedy.commandLine(joined(git, List.of("ls-files", "-d", "-z")));
        String names = Remedy.commandLine(List.copyOf(files));
        if (names.length() <= LONGEST_NAMES && names.chars().noneMatch(Character::isISOControl)) {
            missing = Remedy.commandLine(joined(git, List.of("--literal-pathspecs", "ls-files", "-d", "-z", "--")))
                    + " " + names;
        }
        return Optional.of(
                missing + " | " + Remedy.commandLine(joined(git, List.of("checkout-index", "-z", "--stdin"))));
    }

    private static List<String> joined(List<String> git, List<String> more) {
        return Stream.concat(git.stream(), more.stream()).toList();
    }

    private static boolean isInGit(Path directory) {
        Path real;
        try {
            real = directory.toRealPath();
        } catch (IOException unreachable) {
            return false;
        }
        for (Path each = real; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }
}
