package io.reprise.cli.argument;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.StandardInputFile;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Setting;
import io.reprise.config.UnknownVariables;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.reading.SharedReading;
import io.reprise.server.upstream.Upstream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flags of all commands that use a store. */
public final class StoreFlags {
    private final Parameter<String> recordings = Parameter.option(
            "--recordings",
            "DIR",
            "Directory of the recordings, or URL of a database. Default: recordings, or what reprise.yaml says.");

    private final Parameter<Path> config = Parameter.option(
            Path.class,
            "--config",
            "FILE",
            "Configuration file, or - for standard input. Default: reprise.yaml here, if there is one.");

    /** Standard input can be read once. */
    private Optional<String> typed = Optional.empty();

    public List<Parameter<?>> all() {
        return List.of(recordings, config);
    }

    /** Only the configuration, for a command that names its stores in another way. */
    public Parameter<Path> config() {
        return config;
    }

    boolean isAnyGiven() {
        return recordings.isGiven() || config.isGiven();
    }

    /**
     * For a command that has another use for standard input.
     *
     * @param use what it is for
     * @throws IllegalArgumentException if the configuration shall be there
     */
    public void requireNotTyped(String use) {
        if (config.given().filter(StandardInputFile.NAME::equals).isPresent()) {
            throw new IllegalArgumentException("--config -: " + use + "; give the configuration as a file");
        }
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
        Configuration.Inputs inputs =
                new Configuration.Inputs(given, upstreams, config.given(), process.environment(), process.directory());
        return config.given().filter(StandardInputFile.NAME::equals).isPresent()
                ? inputs.withTyped(typed(process))
                : inputs;
    }

    private String typed(ProcessEnvironment process) {
        if (typed.isEmpty()) {
            String text = Bytes.owning(process.standardInput("--config"))
                    .decode()
                    .orElseThrow(() ->
                            new IllegalArgumentException("the configuration on standard input is not UTF-8 text"));
            typed = Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
        }
        return typed.get();
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
