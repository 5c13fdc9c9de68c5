package io.reprise.config;

import io.reprise.core.explain.Remedy;
import io.reprise.server.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a server that records, for people to copy into a shell. */
public final class RecordCommand {
    /** Without these, the command would not serve where the clients expect it. What the environment or a file sets is set for it as well. */
    private static final List<Setting> ADDRESS =
            List.of(Setting.HOST, Setting.PORT, Setting.TLS, Setting.TLS_CERT, Setting.TLS_KEY, Setting.TLS_DIRECTORY);

    private RecordCommand() {}

    /**
     * The command line.
     *
     * @param recordings where to; left out where it is the default
     * @param configuration of the server that does not record; {@code URL} stands for an upstream if it has none
     */
    public static String line(String recordings, Configuration configuration) {
        List<String> words = words("serve", recordings, configuration);
        ADDRESS.forEach(setting -> addFlag(words, setting, configuration));
        addUpstreams(words, configuration);
        return Remedy.commandLine(words);
    }

    /** The command line that records what {@code command} asks. */
    public static String line(String recordings, Configuration configuration, List<String> command) {
        List<String> words = words("run", recordings, configuration);
        addUpstreams(words, configuration);
        words.add("--");
        words.addAll(command);
        return Remedy.commandLine(words);
    }

    /** The command line that lists what the last run of each test did not use; empty where the store is no directory. */
    public static Optional<String> prune(Configuration configuration) {
        String recordings = configuration.of(Setting.RECORDINGS).text();
        List<String> words = new ArrayList<>(List.of("reprise", "prune", "--unused-runs", "1"));
        if (!recordings.equals(Setting.RECORDINGS.standard())) {
            words.addAll(List.of("--recordings", recordings));
        }
        return RecordingsLocation.isUrl(recordings) ? Optional.empty() : Optional.of(Remedy.commandLine(words));
    }

    private static List<String> words(String program, String recordings, Configuration configuration) {
        List<String> words = new ArrayList<>(List.of("reprise", program, "--mode", "record-if-missing"));
        if (!recordings.equals(Setting.RECORDINGS.standard())) {
            words.addAll(List.of("--recordings", RecordingsLocation.withoutPassword(recordings)));
        }
        configuration.source().file().ifPresent(file -> words.addAll(List.of("--config", file.toString())));
        return words;
    }

    private static void addUpstreams(List<String> words, Configuration configuration) {
        addFlag(words, Setting.CA, configuration);
        if (configuration.source().hasUpstreams()) {
            return;
        }
        for (Upstream upstream : configuration.upstreams()) {
            String name = upstream.name().isEmpty() ? "" : upstream.name() + "=";
            words.addAll(List.of("--upstream", name + upstream.url()));
        }
        if (configuration.upstreams().isEmpty()) {
            words.addAll(List.of("--upstream", "URL"));
        }
    }

    private static void addFlag(List<String> words, Setting setting, Configuration configuration) {
        ChosenValue value = configuration.of(setting);
        if (value.origin().equals(setting.flag()) && !value.text().equals(setting.standard())) {
            words.addAll(List.of(setting.flag(), value.text()));
        }
    }
}
