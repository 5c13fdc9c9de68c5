package io.reprise.formats.llamastack.index;

import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * A recording that was found.
 *
 * @param files all that answer the question, as they were then
 */
public record LlamaStackEntry(
        String location, Recording recording, Question question, Optional<String> remark, List<IndexedFile> files)
        implements Store.Entry {
    public LlamaStackEntry {
        files = List.copyOf(files);
    }
}
