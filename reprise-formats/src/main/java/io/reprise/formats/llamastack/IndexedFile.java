package io.reprise.formats.llamastack;

import io.reprise.core.exchange.TestId;
import java.nio.file.Path;

/**
 * A file of which it is known what it answers.
 *
 * @param host that was asked, with its port
 */
record IndexedFile(Path path, FileStamp stamp, TestId test, String host, Kind kind) {
    enum Kind {
        ANSWER,
        /** As OpenAI lists them. */
        MODELS,
        /** As Ollama lists them. */
        TAGS
    }
}
