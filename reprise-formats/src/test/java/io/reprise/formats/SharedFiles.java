package io.reprise.formats;

import java.nio.file.Files;
import java.nio.file.Path;

/** The recordings that all projects of this workspace share; tests fail where they are missing. */
public final class SharedFiles {
    private SharedFiles() {}

    public static Path seed(String name) {
        return shared("seeds").resolve(name);
    }

    public static Path llamaStack(String date) {
        return shared("corpora").resolve("llama-stack").resolve(date);
    }

    private static Path shared(String name) {
        Path found = Path.of("../../shared").resolve(name);
        if (!Files.isDirectory(found)) {
            throw new AssertionError("the tests need '" + found.toAbsolutePath().normalize()
                    + "': put the shared folder beside the checkout");
        }
        return found;
    }
}
