package io.reprise.cli.argument;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Setting;
import io.reprise.config.UnknownVariables;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.reading.SharedReading;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The flags of all commands that use a store. */
public final class StoreFlags {
    private final Parameter<String> recordings = Parameter.option(
            "--recordings", "DIR", "Directory of the recordings. Default: recordings, or what reprise.yaml says.");

    private final Parameter<Path> config = Parameter.option(
            Path.class, "--config", "FILE", "Configuration file. Default: reprise.yaml here, if there is one.");

    public List<Parameter<?>> all() {
        return List.of(recordings, config);
    }

    boolean isAnyGiven() {
        return recordings.isGiven() || config.isGiven();
    }

    public Configuration configuration(ProcessEnvironment process) {
        return configuration(process, Map.of(), List.of());
    }

    /** As {@link #configuration(ProcessEnvironment, Map, List)}, for a server: what is said from now on has the form that it wants. */
    public Configuration serverConfiguration(
            ProcessEnvironment process, Map<Setting, ChosenValue> further, List<Upstream> upstreams) {
        Configuration.Inputs inputs = inputs(process, further, upstreams);
        Configuration configuration = Configuration.of(inputs);
        process.know(configuration);
        process.say(configuration.logFormat());
        UnknownVariables.warnings(inputs).forEach(process::say);
        return configuration;
    }

    /** @param further flags of the command itself */
    public Configuration configuration(
            ProcessEnvironment process, Map<Setting, ChosenValue> further, List<Upstream> upstreams) {
        Configuration.Inputs inputs = inputs(process, further, upstreams);
        Configuration configuration = Configuration.of(inputs);
        process.know(configuration);
        UnknownVariables.warnings(inputs).forEach(process::say);
        return configuration;
    }

    private Configuration.Inputs inputs(
            ProcessEnvironment process, Map<Setting, ChosenValue> further, List<Upstream> upstreams) {
        Map<Setting, ChosenValue> given = new EnumMap<>(Setting.class);
        given.putAll(further);
        recordings
                .given()
                .ifPresent(text -> given.put(Setting.RECORDINGS, new ChosenValue(text, Setting.RECORDINGS.flag())));
        return new Configuration.Inputs(given, upstreams, config.given(), process.environment(), process.directory());
    }

    /** Where the recordings of such a configuration are. */
    public static RecordingsLocation location(ProcessEnvironment process, Configuration configuration) {
        return RecordingsLocation.of(configuration, process.directory());
    }

    /** How many recordings are in a directory, found out without reading them. */
    public static long recordings(Path directory) {
        try (Store store = new DirectoryStore(directory, KeyRules.NONE)) {
            return new SharedReading(store).count();
        }
    }
}
