package io.reprise.config;

import io.reprise.server.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a test tells a command, bit by bit. */
final class GivenSettings {
    private final Path directory;
    private final Map<Setting, ChosenValue> flags = new EnumMap<>(Setting.class);
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Upstream> upstreams = new ArrayList<>();
    private Optional<Path> file = Optional.empty();

    GivenSettings(Path directory) {
        this.directory = directory;
    }

    GivenSettings flag(Setting setting, String text) {
        flags.put(setting, new ChosenValue(text, setting.flag()));
        return this;
    }

    GivenSettings variable(String name, String text) {
        environment.put(name, text);
        return this;
    }

    GivenSettings upstream(String text) {
        upstreams.add(Upstream.parse(text));
        return this;
    }

    /** The text of {@code reprise.yaml} where the command is started. */
    GivenSettings yaml(String text) {
        return file(ConfigurationFile.NAME, text);
    }

    /** A file that nothing names yet. */
    GivenSettings file(String name, String text) {
        try {
            Path path = directory.resolve(name);
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As {@code --config} does. */
    GivenSettings config(String name) {
        file = Optional.of(Path.of(name));
        return this;
    }

    Configuration configuration() {
        return Configuration.of(new Configuration.Inputs(flags, upstreams, file, environment, directory));
    }
}
