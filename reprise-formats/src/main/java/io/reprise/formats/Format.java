package io.reprise.formats;

import java.nio.file.Path;

/** Another tool's way to keep recordings. */
public interface Format {
    /** In lower case with hyphens, such as {@code llama-stack}; what {@code --format} takes. */
    String name();

    /**
     * Whether a file or directory holds recordings of this kind, judged by its name and, where that does not tell, by
     * the beginning of what it holds. Reads little; never throws for what it cannot read.
     */
    boolean recognises(Path path);

    /**
     * What is at {@code path}, a file or a directory.
     *
     * @throws FormatException if there is nothing to be read
     */
    Source open(Path path);
}
