package io.reprise.server.memory;

import java.nio.file.Path;

/**
 * What a server may take of its process and its machine.
 *
 * @param limit of all that is in memory, in bytes; see {@link MemoryBudget}
 * @param directory in which files are made for answers that are too large for the memory
 */
public record MemorySettings(long limit, Path directory) {
    /** Half of the heap, and the directory that Java knows for such files. */
    public static MemorySettings standard() {
        return new MemorySettings(
                Runtime.getRuntime().maxMemory() / 2, Path.of(System.getProperty("java.io.tmpdir", ".")));
    }
}
