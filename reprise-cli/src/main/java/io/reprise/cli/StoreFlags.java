package io.reprise.cli;

import io.reprise.config.Configuration;
import io.reprise.config.KnownStores;
import io.reprise.config.Setting;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The flags of all commands that use a store. */
final class StoreFlags {
    private static final String NAMES_ANOTHER = "; --recordings DIR names the one with the recordings";

    private final Parameter<String> recordings = Parameter.option(
            "--recordings", "DIR", "Directory of the recordings. Default: recordings, or what reprise.yaml says.");

    private final Parameter<Path> config = Parameter.option(
            Path.class, "--config", "FILE", "Configuration file. Default: reprise.yaml here, if there is one.");

    List<Parameter<?>> all() {
        return List.of(recordings, config);
    }

    boolean isAnyGiven() {
        return recordings.isGiven() || config.isGiven();
    }

    Configuration configuration(ProcessEnvironment surroundings) {
        return configuration(surroundings, Map.of(), List.of());
    }

    /** @param further flags of the command itself */
    Configuration configuration(ProcessEnvironment surroundings, Map<Setting, String> further, List<String> upstreams) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.putAll(further);
        recordings.given().ifPresent(text -> flags.put(Setting.RECORDINGS, text));
        return Configuration.of(new Configuration.Told(
                flags, upstreams, config.given(), surroundings.environment(), surroundings.directory()));
    }

    /**
     * The store that the configuration names.
     *
     * @throws StoreException if there is none
     */
    static Store existing(ProcessEnvironment surroundings, Configuration configuration) {
        existingDirectory(surroundings, configuration);
        return open(surroundings, configuration);
    }

    /** The store that the configuration names, which may not exist yet. Its files show its kind. */
    static Store open(ProcessEnvironment surroundings, Configuration configuration) {
        return KnownStores.open(directory(surroundings, configuration), configuration, surroundings::say);
    }

    /**
     * The directory of the recordings.
     *
     * @throws StoreException if there is no such directory
     */
    static Path existingDirectory(ProcessEnvironment surroundings, Configuration configuration) {
        Path directory = directory(surroundings, configuration);
        if (!Files.exists(directory)) {
            throw new StoreException(
                    "there is no directory '" + configuration.recordings() + "'" + NAMES_ANOTHER, null);
        }
        return directory;
    }

    /**
     * The directory of the recordings, which may not exist yet.
     *
     * @throws StoreException if it is not a directory, or not readable
     */
    static Path directory(ProcessEnvironment surroundings, Configuration configuration) {
        Path directory = surroundings.directory().resolve(configuration.recordings());
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new StoreException("'" + configuration.recordings() + "' is not a directory" + NAMES_ANOTHER, null);
        }
        if (Files.exists(directory) && !(Files.isReadable(directory) && Files.isExecutable(directory))) {
            throw new StoreException(
                    "no permission to read the recordings in '" + configuration.recordings() + "'" + NAMES_ANOTHER,
                    null);
        }
        return directory;
    }
}
