package io.reprise.server.spool;

import java.nio.file.Path;
import java.util.Map;

/**
 * What waits on local disk.
 *
 * @param answers how many; with those that are refused
 * @param bytes of all of them, roughly
 * @param limit in bytes
 * @param refused why the store does not take an answer, by its file; it stays there until a person moves it
 */
public record Spooled(Path directory, int answers, long bytes, long limit, Map<Path, String> refused) {
    public Spooled {
        refused = Map.copyOf(refused);
    }
}
