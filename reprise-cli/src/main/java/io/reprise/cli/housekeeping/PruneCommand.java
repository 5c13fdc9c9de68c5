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
import io.reprise.core.store.Store;
import io.reprise.core.store.housekeeping.PruneStep;
import io.reprise.core.store.housekeeping.PruneStep.Reason;
import io.reprise.core.store.housekeeping.StorePrune;
import io.reprise.core.store.usage.RunRecord;
import io.reprise.core.store.usage.RunRecords;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise prune}. */
public final class PruneCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Integer> unusedRuns = Parameter.number(
            "--unused-runs",
            "from 1 to 50",
            "N",
            "Recordings that the last N runs of their test did not use. Tests with fewer known runs keep all of theirs.");

    private final Parameter<Boolean> withoutTest = Parameter.flag(
            "--without-test",
            "Also unused recordings without a test. Use it after runs that asked for all that you need.");

    private final Parameter<Boolean> orphaned =
            Parameter.flag("--orphaned", "Files with the body of a recording that is no longer there.");

    private final Parameter<Boolean> duplicates = Parameter.flag(
            "--duplicates",
            "Recordings of a test, if the recordings without a test give the same answers to the same question.");

    private final Parameter<Boolean> write = Parameter.flag("--write", "Delete the files.");

    private final Parameter<Boolean> dryRun = Parameter.flag("--dry-run", "Only list the files. This is the default.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    public PruneCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "prune",
                        "Lists recordings that can be deleted, and deletes them with --write.",
                        "",
                        "Without --unused-runs, --orphaned and --duplicates, it looks for all three, and for unused"
                                + " recordings in the last 3 runs.")
                .takes(storeFlags.all())
                .takes(unusedRuns, withoutTest, orphaned, duplicates, write, dryRun, json)
                .exits("0:listed, or deleted", "1:there is no store, or a file cannot be deleted", "2:wrong use")
                .examples(
                        "  reprise prune                              lists what can be deleted",
                        "  reprise prune --unused-runs 1 --write      deletes what the last run of each test did not use")
                .spec();
    }

    @Override
    public Integer call() {
        StorePrune.Wanted wanted = wanted();
        if (write.isGiven() && dryRun.isGiven()) {
            throw new IllegalArgumentException(
                    "--write deletes the files, and --dry-run does not; leave out one of them");
        }
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation location = StoreFlags.location(process, configuration);
        requireOwnForm(location);
        try (HousekeptStore store = HousekeptStore.of(location, configuration)) {
            return prune(store, wanted, location);
        }
    }

    private int prune(HousekeptStore store, StorePrune.Wanted wanted, RecordingsLocation location) {
        List<RunRecord> runs = store.directory()
                .map(path -> new RunRecords(path).latestFirst())
                .orElse(List.of());
        StorePrune prune = new StorePrune(store.files(), wanted, runs);
        StorePrune.Found found;
        try (ProgressBar progress = new ProgressBar(process, "reading", store.count())) {
            found = prune.find(progress::step);
        }
        if (!json.isGiven()) {
            found.steps().forEach(this::print);
        }
        Map<String, String> failed = Map.of();
        if (write.isGiven()) {
            try (ProgressBar progress =
                    new ProgressBar(process, "deleting", found.steps().size())) {
                failed = prune.delete(progress::step);
            }
        }
        Optional<String> undo = write.isGiven() ? undo(store, found, failed) : Optional.empty();
        if (json.isGiven()) {
            process.printJson(found.toJson(!write.isGiven(), failed, undo.orElse("")));
        }
        sayMore(found, failed, wanted, location);
        undo.ifPresent(command -> process.say("git brings them back: " + command));
        return failed.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    }

    private static Optional<String> undo(HousekeptStore store, StorePrune.Found found, Map<String, String> failed) {
        return store.directory().flatMap(directory -> found.undo(directory, failed));
    }

    private StorePrune.Wanted wanted() {
        boolean isAll = !unusedRuns.isGiven() && !orphaned.isGiven() && !duplicates.isGiven();
        int runs = unusedRuns.given().orElse(isAll ? StorePrune.Wanted.USUAL.unusedRuns() : 0);
        if (runs < 0 || runs > RunRecords.MOST || unusedRuns.isGiven() && runs == 0) {
            throw new IllegalArgumentException(
                    "--unused-runs: " + runs + " is not a number from 1 to " + RunRecords.MOST);
        }
        if (withoutTest.isGiven() && runs == 0) {
            throw new IllegalArgumentException("--without-test is about unused recordings; add --unused-runs N");
        }
        return new StorePrune.Wanted(
                runs, withoutTest.isGiven(), isAll || orphaned.isGiven(), isAll || duplicates.isGiven());
    }

    /** Files in another tool's form have another meaning for that tool. */
    private void requireOwnForm(RecordingsLocation location) {
        if (!location.isDirectory()) {
            return;
        }
        try (Store store = location.open(warning -> {})) {
            if (store.documents().isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + location
                                + "' has recordings in the form of another tool; 'reprise import' makes a store that can be pruned");
            }
        }
    }

    private void print(PruneStep step) {
        process.print(step.reason().label() + " " + step.location() + ": " + step.because() + "\n");
    }

    private static String tooFewRuns(int runs, int tests) {
        String known = runs == 1 ? "no complete run of " : "fewer than " + runs + " complete runs of ";
        return known + Counted.of(tests, "test") + (runs == 1 ? " is" : " are") + " known yet, so "
                + (tests == 1 ? "its" : "their") + " recordings stay"
                + (runs > 1 ? "; --unused-runs 1 needs only one" : "");
    }

    private static String unusedWithoutTest(int recordings) {
        return Counted.of(recordings, "unused recording") + " without a test "
                + (recordings == 1 ? "stays" : "stay")
                + ", since no run tells that it asked for all of them; --without-test includes "
                + (recordings == 1 ? "it" : "them");
    }

    private void sayMore(
            StorePrune.Found found, Map<String, String> failed, StorePrune.Wanted wanted, RecordingsLocation location) {
        failed.forEach((file, reason) -> process.say("not deleted: " + file + ": " + reason));
        process.say(summary(found, failed, location));
        if (wanted.unusedRuns() > 0 && found.testsWithTooFewRuns() > 0) {
            process.say(tooFewRuns(wanted.unusedRuns(), found.testsWithTooFewRuns()));
        }
        if (found.unusedWithoutTest() > 0) {
            process.say(unusedWithoutTest(found.unusedWithoutTest()));
        }
        if (found.broken() > 0) {
            process.say(Counted.of(found.broken(), "file") + " cannot be read and are kept; 'reprise lint' names them");
        }
    }

    private String summary(StorePrune.Found found, Map<String, String> failed, RecordingsLocation location) {
        int count = found.steps().size() - failed.size();
        if (found.steps().isEmpty()) {
            return "nothing in '" + location + "' can be deleted";
        }
        Map<Reason, Long> counts = found.steps().stream()
                .collect(Collectors.groupingBy(
                        PruneStep::reason, () -> new EnumMap<>(Reason.class), Collectors.counting()));
        String parts = counts.entrySet().stream()
                .map(each -> "%,d %s".formatted(each.getValue(), each.getKey().label()))
                .collect(Collectors.joining(", "));
        String size = "%,d KB".formatted((found.bytes() + 999) / 1_000);
        return write.isGiven()
                ? "deleted " + Counted.of(count, "file") + " (" + size + ": " + parts + ")"
                : Counted.of(count, "file") + " can be deleted (" + size + ": " + parts
                        + "); nothing is deleted without --write";
    }
}
