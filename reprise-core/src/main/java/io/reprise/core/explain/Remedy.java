package io.reprise.core.explain;

import io.reprise.core.key.KeyRule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be done about a miss.
 *
 * @param rules that, added to reprise.yaml, would make the nearest recording answer; none if no small rule would
 * @param command the command line of a server that records, to be copied into a shell
 * @param neverKept the rule that has to go first, since it prevents that the question is recorded
 */
public record Remedy(List<KeyRule> rules, String command, Optional<String> neverKept) {
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public Remedy {
        rules = List.copyOf(rules);
    }

    Remedy(List<KeyRule> rules, String command) {
        this(rules, command, Optional.empty());
    }

    /** The same, with a server that records anew what is there: it goes with a conversation that is recorded in part. */
    Remedy anew() {
        return new Remedy(rules, command.replace("--mode record-if-missing", "--mode record"));
    }

    /** One line for a POSIX shell that runs {@code words}. */
    public static String commandLine(List<String> words) {
        return words.stream()
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
