package io.reprise.formats.llamastack.index;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in the index.
 *
 * @param host that was asked, with its port
 */
public record IndexedFile(Path path, FileVersion stamp, TestId test, String host, Kind kind) {
    /** Whether the file on disk is unchanged. */
    public boolean isCurrent() {
        return FileVersion.of(path).equals(Optional.of(stamp));
    }

    enum Kind {
        ANSWER,
        /** As OpenAI lists them. */
        MODELS,
        /** As Ollama lists them. */
        TAGS
    }
}
