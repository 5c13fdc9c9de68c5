package io.reprise.config;

import io.reprise.core.store.DirectoryStore;
import io.reprise.core.store.Store;
import io.reprise.formats.Format;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The kinds of stores that this program supports. */
public final class KnownStores {
    private KnownStores() {}

    /**
     * The store in a directory: in another tool's format if the directory has such files, otherwise in Reprise's own.
     *
     * @param warnings takes what the form cannot keep
     */
    public static Store open(Path directory, Configuration configuration, Consumer<String> warnings) {
        return KnownFormats.all()
                .store(directory, inPlace(configuration, warnings))
                .orElseGet(() -> new DirectoryStore(directory, configuration.rules()));
    }

    /** The part of the configuration that other tools' formats need. */
    public static Format.InPlace inPlace(Configuration configuration, Consumer<String> warnings) {
        Map<String, String> urls = configuration.upstreams().stream()
                .collect(Collectors.toMap(
                        Upstream::name, upstream -> upstream.url().toString(), (one, other) -> one));
        return new Format.InPlace(configuration.rules(), urls, warnings);
    }
}
