package io.reprise.cli.housekeeping;

import io.reprise.core.explain.Remedy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command that brings deleted recordings back which git has. */
final class GitUndo {
    private GitUndo() {}

    /** Restores only what is missing; empty where there is no git. */
    static Optional<String> of(Path directory) {
        for (Path place = directory.toAbsolutePath().normalize(); place != null; place = place.getParent()) {
            if (Files.exists(place.resolve(".git"))) {
                String where = Remedy.commandLine(List.of(directory.toString()));
                return Optional.of(
                        "git -C " + where + " ls-files -d -z | git -C " + where + " checkout-index -f -z --stdin");
            }
        }
        return Optional.empty();
    }
}
