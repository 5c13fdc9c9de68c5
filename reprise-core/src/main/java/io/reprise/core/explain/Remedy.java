package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRule;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.OnExpired;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be done about a miss.
 *
 * @param rules that, added to reprise.yaml, would make the nearest recording answer; none if no small rule would
 * @param command the command line of a server that records, to be copied into a shell
 * @param neverKept the rule that has to go first, since it prevents that the question is recorded
 * @param moves the command lines that give the recordings of another test to the one that asks, if it was perhaps renamed: the likeliest first
 * @param expired the recording that is to be made again
 * @param notAsked why no upstream was asked
 */
public record Remedy(
        List<KeyRule> rules,
        String command,
        Optional<String> neverKept,
        List<String> moves,
        Optional<Expired> expired,
        NotAsked notAsked) {
    private static final String RECORDING = "--mode record-if-missing";

    private static final Pattern STORE = Pattern.compile(" --(?:recordings|config) (?:'[^']*'|\\\\'|[^\\s'])++");

    /** Stands in a command where no upstream is known. */
    private static final String NO_URL = "--upstream URL";

    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    public Remedy {
        rules = List.copyOf(rules);
        moves = List.copyOf(moves);
    }

    Remedy(List<KeyRule> rules, String command) {
        this(rules, command, Optional.empty());
    }

    Remedy(List<KeyRule> rules, String command, Optional<String> neverKept) {
        this(rules, command, neverKept, List.of(), Optional.empty(), new NotAsked.ServerReplays());
    }

    /** The same for a test that was renamed. */
    Remedy moving(List<TestId> from, TestId to) {
        String store = STORE.matcher(command).results().map(MatchResult::group).collect(Collectors.joining());
        List<String> lines = from.stream()
                .map(test -> commandLine(List.of("reprise", "mv", test.name(), to.name())) + store)
                .toList();
        return new Remedy(rules, command, neverKept, lines, expired, notAsked);
    }

    /** The likeliest of {@link #moves}. */
    Optional<String> move() {
        return moves.stream().findFirst();
    }

    /** Whether the user still has to put a URL into the command. */
    boolean needsUrl() {
        return command.contains(NO_URL);
    }

    /** The same where that is why no upstream was asked. */
    Remedy because(NotAsked reason) {
        return new Remedy(rules, command, neverKept, moves, expired, reason);
    }

    /** Whether the request itself forbids to ask an upstream, by a header. */
    boolean isReplayAsked() {
        return notAsked instanceof NotAsked.RequestReplays;
    }

    /** The environment variable that a client has to have with its key; empty if that is not why. */
    public Optional<String> missingKey() {
        return notAsked instanceof NotAsked.NoKey missing ? Optional.of(missing.variable()) : Optional.empty();
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
                List.of(),
                Optional.of(expired),
                new NotAsked.ServerReplays());
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
