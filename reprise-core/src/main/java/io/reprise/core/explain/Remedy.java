package io.reprise.core.explain;

import io.reprise.core.key.KeyRule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be done about a miss.
 *
 * @param rules that, added to reprise.yaml, would make the nearest recording answer; none if no small rule would
 * @param command the command line of a server that records, to be copied into a shell
 */
public record Remedy(List<KeyRule> rules, String command) {
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public Remedy {
        rules = List.copyOf(rules);
    }

    /** One line for a POSIX shell that runs {@code words}. */
    public static String commandLine(List<String> words) {
        return words.stream()
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
