package io.reprise.core.store.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a directory can be made: permissions alone do not tell, as in {@code /proc}. */
public final class DirectoryProbe {
    private DirectoryProbe() {}

    /** Whether a directory that is missing can be made; makes another one beside it for a moment. */
    public static boolean canBeMade(Path missing) {
        Path there = missing.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            Files.delete(Files.createTempDirectory(there, ".reprise-probe-"));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
