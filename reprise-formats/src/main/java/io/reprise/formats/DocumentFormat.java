package io.reprise.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A format each of whose files stands for itself, and is told by its content: several such formats share directories
 * and suffixes. Each file is read once for all of them. Used by several threads at the same time.
 */
public interface DocumentFormat extends Format {
    /**
     * Whether a file may be of this format, judged by its name.
     *
     * @param name in lower case, without directories and without {@code .gz}, such as {@code test_chat.yaml}
     */
    boolean isNamed(String name);

    /**
     * Everything in {@code document}, in the order of replay; empty if it is of another format. Looks at the content first, so that a
     * document of another format costs little.
     *
     * @throws DocumentException if it is of this format, and cannot be read as a whole
     */
    Optional<List<Found>> read(Document document);

    @Override
    default boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isNamed(Document.plainName(file)));
    }

    @Override
    default Source open(Path path) {
        return new DocumentSource(path, List.of(this), List.of());
    }
}
