package io.reprise.cli.transfer;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.ListFilter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.Counted;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.filter.Filter;
import io.reprise.core.store.Documents;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.sync.StoreSync;
import io.reprise.server.reading.ReadingThreads;
import io.reprise.server.reading.SharedReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise sync}. */
public final class SyncCommand implements Subcommand {
    private static final int TWO = 2;

    /** Enough to wait for disks and databases in parallel. */
    private static final int LEAST_THREADS = 4;

    private static final int MOST_LINKS = 40;

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final ListFilter filter = new ListFilter();

    private final Parameter<Boolean> overwrite = Parameter.flag(
            "--overwrite",
            "Where both have a recording and they differ, keep that of SOURCE. Without it, that of TARGET.");

    private final Parameter<Boolean> dryRun = Parameter.flag("--dry-run", "Only list what would be copied.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    private final Parameter<List<String>> stores = Parameter.arguments(
            String.class,
            "STORE",
            "First the source, then the target: directories, or URLs such as postgresql://host/database.");

    public SyncCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "sync",
                        "Copies what is new from one store to another, byte for byte.",
                        "",
                        "Nothing is deleted. A sync that was interrupted goes on when it is started again.")
                .takes(storeFlags.config())
                .takes(filter.all())
                .takes(overwrite, dryRun, json, stores)
                .exits(
                        "0:copied, or listed",
                        "1:something could not be read or written, or has a credential; everything else was copied",
                        "2:wrong use",
                        "3:both stores have different recordings in the same place, and those of the target were kept")
                .examples(
                        "  reprise sync recordings postgresql://reprise@db.example/reprise",
                        "  reprise sync 'postgresql://db.example/reprise?project=shop' recordings --test tests/test_chat.py::test_joke")
                .spec();
    }

    @Override
    public Integer call() {
        if (stores.required().size() != TWO) {
            throw new IllegalArgumentException("sync takes a source and a target; "
                    + (stores.required().size() < TWO ? "the target is missing" : "there are more than two stores"));
        }
        Filter wanted = filter.given();
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation from = location(configuration, 0);
        RecordingsLocation to = location(configuration, 1);
        requireTwo(from, to);
        SyncSummary summary = new SyncSummary(dryRun.isGiven());
        try (Store source = from.existing(process::say);
                Store target = to.open(process::say);
                ProgressBar progress = new ProgressBar(process, "copying", new SharedReading(source)::count);
                ReadingThreads threads = new ReadingThreads(
                        Math.max(LEAST_THREADS, Runtime.getRuntime().availableProcessors()))) {
            Documents reading = documents(source, from);
            Documents writing = documents(target, to);
            StoreSync.Search search =
                    new StoreSync.Search(configuration.rules(), configuration.redact(), predicate(wanted));
            new StoreSync(reading, writing, search, new StoreSync.Extent(!dryRun.isGiven(), overwrite.isGiven()))
                    .run(threads, step -> {
                        progress.step();
                        summary.add(step);
                        if (!json.isGiven()) {
                            summary.line(step).ifPresent(line -> process.print(FailureMessage.oneLine(line) + "\n"));
                        }
                    });
        } catch (StoreException stopped) {
            throw summary.copied() == 0
                    ? stopped
                    : new StoreException(
                            stopped.getMessage() + "; " + Counted.of(summary.copied(), "recording")
                                    + " and perhaps more were copied before, and the same command goes on from there",
                            stopped);
        }
        if (json.isGiven()) {
            process.printJson(summary.toJson());
        } else {
            summary.lines().forEach(process::say);
        }
        return summary.exitCode();
    }

    private RecordingsLocation location(Configuration configuration, int index) {
        String text = stores.required().get(index);
        return RecordingsLocation.of(
                configuration, process.directory(), new ChosenValue(text, index == 0 ? "source" : "target"));
    }

    private static Documents documents(Store store, RecordingsLocation location) {
        return store.documents()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + location
                                        + "' has recordings in the form of another tool; 'reprise import' and 'reprise export' convert them"));
    }

    private static Optional<Predicate<Store.Entry>> predicate(Filter wanted) {
        if (wanted.isAll()) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        return Optional.of(entry -> wanted.accepts(new RecordingFacts(entry), now));
    }

    /** A store within another would be copied into itself. */
    private static void requireTwo(RecordingsLocation from, RecordingsLocation to) {
        boolean isSame = from.toString().equals(to.toString());
        if (from.isDirectory() && to.isDirectory()) {
            Path source = real(from.path());
            Path target = real(to.path());
            isSame |= source.startsWith(target) || target.startsWith(source);
        }
        if (isSame) {
            throw new IllegalArgumentException(
                    "'" + from + "' and '" + to + "' are the same store, or one is within the other");
        }
    }

    private static Path real(Path path) {
        return real(path.toAbsolutePath(), MOST_LINKS);
    }

    /** Where a directory is or would be made: links are followed as far as there is something. */
    private static Path real(Path path, int links) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            // as far as it is there
        }
        Path parent = path.getParent();
        if (parent == null || links == 0) {
            return path.normalize();
        }
        Path place = real(parent, links).resolve(path.getFileName()).normalize();
        try {
            return real(place.resolveSibling(Files.readSymbolicLink(place)), links - 1);
        } catch (IOException | UnsupportedOperationException noLink) {
            return place;
        }
    }
}
