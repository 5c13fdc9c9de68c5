package io.reprise.formats;

import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.Store;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The format in which another tool keeps recordings. */
public interface Format {
    /** In lower case with hyphens, such as {@code llama-stack}; what {@code --format} takes. */
    String name();

    /**
     * Whether a file or directory has recordings of this kind, judged by its name and, if that is not enough, by the
     * beginning of its content. Reads little, and never throws for unreadable files.
     */
    boolean recognises(Path path);

    /**
     * The recordings at {@code path}, a file or a directory.
     *
     * @throws FormatException if there is nothing to be read
     */
    Source open(Path path);

    /** Whether a file in {@code root}, which this format recognises, is of this format and of no other. */
    default boolean claims(Path root, Path file) {
        return false;
    }

    /**
     * The store that replays and writes such recordings in a directory; empty if there are none, or the format cannot
     * be a store.
     */
    default Optional<Store> store(Path directory, InPlace inPlace) {
        return Optional.empty();
    }

    /** Whether it can be written. */
    default boolean isExported() {
        return false;
    }

    /** The exporter into a directory, which need not exist; empty if this format can only be read. */
    default Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.empty();
    }

    /** The check of recordings in a directory; empty if there are none. */
    default Optional<Lint> lint(Path directory, Redaction redaction) {
        return Optional.empty();
    }

    /**
     * What masks credentials in the recordings in a directory; empty if there are none.
     *
     * @param redaction that masks
     */
    default Optional<Scrub> scrub(Path directory, Redaction redaction, ScrubStep.Extent extent) {
        return Optional.empty();
    }

    /**
     * The configuration of a store in another tool's format.
     *
     * @param upstreams the base URL of each upstream by its name, such as {@code http://localhost:8000/v1}
     * @param warnings gets messages for people about what the format cannot keep
     */
    record InPlace(KeyRules rules, Map<String, String> upstreams, Consumer<String> warnings) {}
}
