package io.reprise.core.store.directory;

import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import io.reprise.core.store.durable.FileVersion;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that answered a question.
 *
 * @param bodies that they name
 */
record FilesVersion(Question question, Map<Path, FileVersion> files, Map<Path, FileVersion> bodies)
        implements Store.Version {}
