package io.reprise.cli.comparison;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.cli.recording.RecordingSearch;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.comparison.Comparison;
import io.reprise.server.comparison.DirectorySet;
import io.reprise.server.comparison.GitRevision;
import io.reprise.server.comparison.NotFoundException;
import io.reprise.server.comparison.RecordingSet;
import io.reprise.server.comparison.SetComparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise diff}. */
public final class DiffCommand implements Subcommand {
    /** Somebody at a terminal can end it before. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<List<String>> compared = Parameter.optionalArguments(
            String.class,
            "A B",
            "Two recordings (keys or files), or two directories of recordings. With --revision, at most one"
                    + " directory; default: the recordings.");

    private final Parameter<String> revision = Parameter.option(
            "--revision", "REV", "Compare the directory with its state in this revision of git, such as HEAD.");

    private final Parameter<Boolean> tests =
            Parameter.flag("--tests", "A and B are tests: compare all their recordings.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    private boolean isAnyBroken;

    public DiffCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "diff",
                        "Compares recordings: in words, tool calls, headers and time.",
                        "",
                        "[-…-] marks words that only the first has, {+…+} words that only the second has. Ids, times",
                        "and the boundaries of chunks are not compared.")
                .takes(storeFlags.all())
                .takes(compared, revision, tests, json)
                .exits(
                        "0:the same",
                        "1:something cannot be read, or git cannot be run",
                        "2:wrong use",
                        "3:different, or a recording is broken")
                .examples(
                        "  reprise diff f5450b5c6f0c 0c88de8d1cf2",
                        "  reprise diff recordings other/recordings",
                        "  reprise diff --revision HEAD",
                        "  reprise diff --tests test_chat.py::test_short test_chat.py::test_long",
                        "  reprise diff --revision main --json | jq -r '.changed[].verdict'")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        List<String> named = compared.given().orElse(List.of());
        if (tests.isGiven()) {
            return tests(configuration, named);
        }
        if (revision.isGiven()) {
            return withRevision(configuration, named);
        }
        if (named.size() != 2) {
            throw new IllegalArgumentException(
                    "'reprise diff' compares two recordings, tests or stores: 'reprise diff A B'; 'reprise diff --revision REV [DIR]' compares a directory with what it was");
        }
        Optional<Path> a = directory(named.get(0));
        Optional<Path> b = directory(named.get(1));
        if (a.isPresent() != b.isPresent()) {
            throw new IllegalArgumentException("'" + named.get(a.isPresent() ? 1 : 0)
                    + "' is not a directory; compare two directories, or two recordings");
        }
        return a.isPresent() && b.isPresent()
                ? sets(configuration, new DirectorySet(a.get()), new DirectorySet(b.get()))
                : recordings(configuration, named.get(0), named.get(1));
    }

    private int tests(Configuration configuration, List<String> named) {
        if (revision.isGiven() || named.size() != 2) {
            throw new IllegalArgumentException("--tests compares two tests: 'reprise diff --tests A B'");
        }
        try (Store store = StoreFlags.location(process, configuration).existing(process::say)) {
            return told(new Comparison(store, configuration.rules(), process.mask(), LONGEST)
                    .tests(new TestId(named.get(0)), new TestId(named.get(1)), Integer.MAX_VALUE));
        } catch (NotFoundException none) {
            throw new IllegalArgumentException(none.getMessage(), none);
        }
    }

    private int withRevision(Configuration configuration, List<String> named) {
        if (named.size() > 1) {
            throw new IllegalArgumentException(
                    "--revision compares one directory with an older state of it, not " + named.size());
        }
        Path directory = named.isEmpty()
                ? recordings(configuration)
                : directory(named.get(0))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "'" + named.get(0) + "' is not a directory; --revision compares directories"));
        return sets(configuration, revision(directory), new DirectorySet(directory));
    }

    private GitRevision revision(Path directory) {
        try {
            return new GitRevision(directory, revision.required(), LONGEST);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--revision: " + wrong.getMessage(), wrong);
        }
    }

    private Path recordings(Configuration configuration) {
        RecordingsLocation location = StoreFlags.location(process, configuration);
        return location.existingDirectory();
    }

    private Optional<Path> directory(String name) {
        return Optional.of(process.directory().resolve(name)).filter(Files::isDirectory);
    }

    private int recordings(Configuration configuration, String a, String b) {
        RecordingSearch search = new RecordingSearch(process, configuration);
        RecordingDifference difference = RecordingDifference.between(
                search.one(a, Optional.empty()).entry(),
                search.one(b, Optional.empty()).entry(),
                process.mask());
        if (json.isGiven()) {
            process.printJson(difference.toJson());
        } else {
            process.print(DifferenceText.of(difference));
        }
        return difference.isSame() && !search.isAnyBroken() ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private int sets(Configuration configuration, RecordingSet a, RecordingSet b) {
        SetDifference difference;
        try (a;
                b;
                ProgressBar progress = new ProgressBar(process, "comparing", 0)) {
            difference = new SetComparison(configuration.rules(), process.mask(), Integer.MAX_VALUE, this::complain)
                    .between(a, b, progress::step);
        }
        return told(difference);
    }

    private int told(SetDifference difference) {
        if (json.isGiven()) {
            process.printJson(difference.toJson());
        } else {
            process.print(DifferenceText.of(difference));
        }
        return difference.isSame() && !isAnyBroken ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private void complain(StoreException broken) {
        isAnyBroken = true;
        process.complain(FailureMessage.of(broken));
    }
}
