package io.reprise.config;

import io.reprise.core.explain.Remedy;
import io.reprise.server.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a server that records, for people to copy into a shell. */
public final class RecordCommand {
    private RecordCommand() {}

    /**
     * The command line.
     *
     * @param recordings where to; left out where it is the default
     * @param upstreams to ask; {@code URL} stands for one where there is none
     */
    public static String line(String recordings, List<Upstream> upstreams) {
        return Remedy.commandLine(words("serve", recordings, upstreams));
    }

    /** The command line that records what {@code command} asks. */
    public static String line(String recordings, List<Upstream> upstreams, List<String> command) {
        List<String> words = words("run", recordings, upstreams);
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

    private static List<String> words(String program, String recordings, List<Upstream> upstreams) {
        List<String> words = new ArrayList<>(List.of("reprise", program, "--mode", "record-if-missing"));
        if (!recordings.equals(Setting.RECORDINGS.standard())) {
            words.addAll(List.of("--recordings", RecordingsLocation.withoutPassword(recordings)));
        }
        for (Upstream upstream : upstreams) {
            String name = upstream.name().isEmpty() ? "" : upstream.name() + "=";
            words.addAll(List.of("--upstream", name + upstream.url()));
        }
        if (upstreams.isEmpty()) {
            words.addAll(List.of("--upstream", "URL"));
        }
        return words;
    }
}
