package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.RecordingFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that was deleted, with its bodies. */
record RemovedFile(FileEntry entry, RecordingFile.Written content) implements Store.Removed {

    /** Of a file that is still there; empty if a body is not. */
    static Optional<RemovedFile> of(FileEntry entry, Bytes text, BodiesBeside beside) {
        List<BodyFile> bodies = new ArrayList<>();
        for (Path body : entry.bodies().keySet()) {
            String name = body.getFileName().toString();
            try {
                bodies.add(new BodyFile(name, beside.read(name)));
            } catch (StoreException gone) {
                return Optional.empty();
            }
        }
        return Optional.of(new RemovedFile(entry, new RecordingFile.Written(text, bodies)));
    }

    @Override
    public Recording recording() {
        return entry.recording();
    }

    @Override
    public long size() {
        return content.text().size()
                + content.bodies().stream()
                        .mapToLong(body -> body.content().size())
                        .sum();
    }
}
