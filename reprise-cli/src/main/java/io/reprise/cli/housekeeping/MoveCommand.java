package io.reprise.cli.housekeeping;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.housekeeping.StoreMove;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise mv}. */
public final class MoveCommand implements Subcommand {
    private static final int TWO = 2;

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Boolean> dryRun = Parameter.flag("--dry-run", "Only list what would be moved.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    private final Parameter<List<String>> names = Parameter.arguments(
            String.class,
            "TEST",
            "The old and the new name of the test. A * in both stands for the same text: 'old.py::*' 'new.py::*'.");

    public MoveCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "mv",
                        "Gives the recordings of a test to another test, such as one that was renamed.",
                        "",
                        "Nothing is overwritten: if the new test has such a recording already, nothing is moved.")
                .takes(storeFlags.all())
                .takes(dryRun, json, names)
                .exits(
                        "0:moved, or listed",
                        "1:there are no such recordings, or a file cannot be moved",
                        "2:wrong use",
                        "3:moved, or listed, but a recording is broken and stays")
                .examples(
                        "  reprise mv tests/test_chat.py::test_joke tests/test_chat.py::test_funny",
                        "  reprise mv 'tests/test_chat.py::*' 'tests/chat/test_jokes.py::*' --dry-run")
                .spec();
    }

    @Override
    public Integer call() {
        if (names.required().size() != TWO) {
            throw new IllegalArgumentException("mv takes the old and the new name of a test; "
                    + (names.required().size() < TWO ? "the new name is missing" : "there are more than two"));
        }
        String old = names.required().get(0);
        Function<TestId, Optional<TestId>> renaming =
                renaming(old, names.required().get(1));
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation location = StoreFlags.location(process, configuration);
        requireOwnForm(location);
        try (HousekeptStore store = HousekeptStore.of(location, configuration)) {
            StoreMove move = new StoreMove(store.files(), configuration.rules(), renaming);
            List<StoreMove.Move> moves;
            try (ProgressBar progress = new ProgressBar(process, "reading", store.count())) {
                moves = move.find(progress::step);
            }
            requireSome(moves, move, old, location);
            requireFree(move);
            if (!dryRun.isGiven()) {
                try (ProgressBar progress = new ProgressBar(process, "moving", moves.size())) {
                    move.move(progress::step);
                }
            }
            print(moves, move.broken());
            return move.broken() > 0 ? ExitCode.ATTENTION : ExitCode.FINE;
        }
    }

    private static void requireFree(StoreMove move) {
        if (!move.taken().isEmpty()) {
            throw new StoreException(
                    "nothing was moved, because the new test has recordings already: "
                            + move.taken().stream().sorted().findFirst().orElse("")
                            + (move.taken().size() > 1
                                    ? " and " + Counted.of(move.taken().size() - 1, "other")
                                    : "")
                            + "; delete those of one of the two tests first",
                    null);
        }
    }

    /** The text before and after the star in both names. */
    private static Function<TestId, Optional<TestId>> renaming(String old, String other) {
        int star = old.indexOf('*');
        int otherStar = other.indexOf('*');
        boolean areMany = old.indexOf('*', star + 1) >= 0 && star >= 0
                || other.indexOf('*', otherStar + 1) >= 0 && otherStar >= 0;
        if (areMany || star < 0 != otherStar < 0) {
            throw new IllegalArgumentException("a * must be in both names, once in each, or in neither");
        }
        if (star < 0) {
            return test -> test.name().equals(old) ? Optional.of(new TestId(other)) : Optional.empty();
        }
        String begin = old.substring(0, star);
        String end = old.substring(star + 1);
        return test -> {
            String name = test.name();
            boolean fits =
                    name.length() >= begin.length() + end.length() && name.startsWith(begin) && name.endsWith(end);
            return fits
                    ? Optional.of(new TestId(other.substring(0, otherStar)
                            + name.substring(begin.length(), name.length() - end.length())
                            + other.substring(otherStar + 1)))
                    : Optional.empty();
        };
    }

    private static void requireOwnForm(RecordingsLocation location) {
        if (!location.isDirectory()) {
            return;
        }
        try (Store store = location.open(warning -> {})) {
            if (store.documents().isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + location
                                + "' has recordings in the form of another tool; 'reprise import' makes a store of Reprise's own");
            }
        }
    }

    private static void requireSome(
            List<StoreMove.Move> moves, StoreMove move, String old, RecordingsLocation location) {
        if (moves.isEmpty()) {
            String near = NearNames.of(old, move.tests())
                    .map(name -> "; did you mean " + Quoted.of(name) + "?")
                    .orElse("; 'reprise list' shows the tests");
            String unread = move.broken() > 0 ? "; " + unread(move.broken()) : "";
            throw new StoreException(
                    "there are no recordings of the test " + Quoted.of(old) + " in '" + location + "'" + near + unread,
                    null);
        }
    }

    /** Nobody knows the tests of these files. */
    private static String unread(int broken) {
        return Counted.of(broken, "file") + " cannot be read and "
                + (broken == 1 ? "stays; 'reprise lint' names it" : "stay; 'reprise lint' names them");
    }

    private void print(List<StoreMove.Move> moves, int broken) {
        if (json.isGiven()) {
            process.printJson(new JsonObjectBuilder()
                    .with("dry_run", dryRun.isGiven())
                    .with(
                            "moved",
                            moves.stream()
                                    .<Json>map(each -> new JsonObjectBuilder()
                                            .with("from", each.from())
                                            .with("to", each.to())
                                            .with("test", each.test().name())
                                            .done())
                                    .toList())
                    .with("total", moves.size())
                    .with("broken", broken)
                    .done());
            return;
        }
        moves.forEach(each -> process.print(each.from() + " -> " + each.to() + "\n"));
        process.say((dryRun.isGiven() ? "would move " : "moved ") + Counted.of(moves.size(), "recording"));
        if (broken > 0) {
            process.say(unread(broken));
        }
    }
}
