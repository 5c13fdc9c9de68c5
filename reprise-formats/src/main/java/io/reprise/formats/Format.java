package io.reprise.formats;

import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.Store;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

    /**
     * The store in which such recordings are served and kept as they lie in a directory; empty where there are none, or that
     * is not possible.
     */
    default Optional<Store> store(Path directory, InPlace inPlace) {
        return Optional.empty();
    }

    /** What writes recordings in this form into a directory, which need not exist; empty where this form is only read. */
    default Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.empty();
    }

    /** What is wrong with recordings of this form in a directory; empty where there are none. */
    default Optional<Lint> lint(Path directory, Redaction redaction) {
        return Optional.empty();
    }

    /**
     * What a store in another tool's form must know.
     *
     * @param upstreams the base URL of each upstream by its name, such as {@code http://localhost:8000/v1}
     * @param warnings takes what the form cannot keep, for people
     */
    record InPlace(KeyRules rules, Map<String, String> upstreams, Consumer<String> warnings) {}
}
