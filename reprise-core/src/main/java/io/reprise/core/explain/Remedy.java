package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRule;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.OnExpired;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be done about a miss.
 *
 * @param rules that, added to reprise.yaml, would make the nearest recording answer; none if no small rule would
 * @param command the command line of a server that records, to be copied into a shell
 * @param neverKept the rule that has to go first, since it prevents that the question is recorded
 * @param move the command line that gives the recordings of another test to the one that asks, if it was probably renamed
 * @param expired the recording that is to be made again
 * @param isReplayAsked whether the request itself forbids to ask an upstream, by a header
 */
public record Remedy(
        List<KeyRule> rules,
        String command,
        Optional<String> neverKept,
        Optional<String> move,
        Optional<Expired> expired,
        boolean isReplayAsked) {
    private static final String RECORDING = "--mode record-if-missing";

    private static final Pattern RECORDINGS = Pattern.compile(" (--recordings (?:'[^']*'|\\\\'|[^\\s'])+)");

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public Remedy {
        rules = List.copyOf(rules);
    }

    Remedy(List<KeyRule> rules, String command) {
        this(rules, command, Optional.empty());
    }

    Remedy(List<KeyRule> rules, String command, Optional<String> neverKept) {
        this(rules, command, neverKept, Optional.empty(), Optional.empty(), false);
    }

    /** The same for a test that was renamed. */
    Remedy moving(TestId from, TestId to) {
        Matcher recordings = RECORDINGS.matcher(command);
        String line = commandLine(List.of("reprise", "mv", from.name(), to.name()))
                + (recordings.find() ? " " + recordings.group(1) : "");
        return new Remedy(rules, command, neverKept, Optional.of(line), expired, isReplayAsked);
    }

    /** The same for a request that has the header {@code X-Reprise-Mode: replay}. */
    Remedy ofReplayAsked() {
        return new Remedy(rules, command, neverKept, move, expired, true);
    }

    /** The same, with a server that records again what is there: it goes with a conversation that is recorded in part. */
    Remedy again() {
        return new Remedy(rules, command.replace(RECORDING, "--mode record"));
    }

    /** What records again what is too old: only that, if the command is one of a server. */
    static Remedy renewing(String command, Expired expired) {
        return new Remedy(
                List.of(),
                renewing(command, expired.maxAge()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(expired),
                false);
    }

    /** The command of a server that records again what is older than {@code maxAge}, made of one that records. */
    public static String renewing(String command, MaxAge maxAge) {
        return command.replace(RECORDING, RECORDING + " --max-age " + maxAge + " --on-expired " + OnExpired.RECORD);
    }

    /** One line for a POSIX shell that runs {@code words}. */
    public static String commandLine(List<String> words) {
        return words.stream()
                .map(word -> PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
