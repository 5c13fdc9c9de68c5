package io.reprise.config;

import io.reprise.core.store.usage.RunRecord;
import io.reprise.core.store.usage.RunRecords;
import io.reprise.server.outcome.UsedRecordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Notes in a store what a server has used, for {@code reprise prune}. */
final class RunNote {
    private RunNote() {}

    /** Does nothing where no test ran, or where the store cannot be written: a server that only replays need not write. */
    static void write(Path directory, UsedRecordings recordings, Instant at) {
        Optional<RunRecord> run = recordings.record(at);
        if (run.isEmpty() || !Files.isWritable(directory)) {
            return;
        }
        try {
            new RunRecords(directory).add(run.get());
        } catch (IOException unwritable) {
            // prune then knows of one run fewer
        }
    }
}
