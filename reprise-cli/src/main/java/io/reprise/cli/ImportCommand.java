package io.reprise.cli;

import io.reprise.cli.config.Configuration;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Store;
import io.reprise.formats.Format;
import io.reprise.formats.FormatException;
import io.reprise.formats.Formats;
import io.reprise.formats.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Converts recordings of other tools. What kind they are is found out by looking at them.",
            "",
            "Doing it again changes nothing that is already there. What cannot be converted is named with its reason."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:converted; what was left out is named",
            "1:something could not be read or kept; all else was converted",
            "2:wrong use",
            "3:a source gave no recording at all, or a file neither a recording nor a reason"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise import chat.txtar --recordings recordings",
            "  reprise import ~/src/project/tests/recordings --dry-run"
        })
final class ImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    StoreFlags storeFlags = new StoreFlags();

    @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "Files or directories of another tool.")
    List<Path> sources = new ArrayList<>();

    @Option(names = "--format", paramLabel = "NAME", description = "The format, where looking would not find it.")
    @Nullable String format;

    @Option(
            names = "--test",
            paramLabel = "ID",
            description = "The test that all of them shall belong to; '' for none.")
    @Nullable String test;

    @Option(names = "--dry-run", description = "Say what would be done, and write nothing.")
    boolean isDryRun;

    @Option(names = "--json", description = "The summary as JSON, on standard output.")
    boolean isJson;

    ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(surroundings);
        Formats formats = KnownFormats.all();
        ImportSummary summary = new ImportSummary();
        try (Store store = StoreFlags.open(surroundings, configuration)) {
            Importing importing = new Importing(
                    store,
                    configuration.rules(),
                    configuration.redaction().redaction(),
                    Optional.ofNullable(test).map(TestId::new));
            Optional<Format> named = Optional.ofNullable(format).map(formats::named);
            for (Path path : sources) {
                try {
                    run(importing, open(formats, named, path), path, summary);
                } catch (FormatException unreadable) {
                    summary.fail(path.toString(), unreadable);
                }
            }
        }
        if (isJson) {
            surroundings.out().println(summary.toJson().write(Layout.INDENTED));
        } else {
            summary.lines(isDryRun).forEach(surroundings::say);
        }
        return summary.exitCode();
    }

    private Source open(Formats formats, Optional<Format> named, Path path) {
        Path place = surroundings.directory().resolve(path);
        if (!Files.exists(place)) {
            throw new FormatException("it does not exist", null);
        }
        if (!Files.isReadable(place)) {
            throw new FormatException("no permission to read it", null);
        }
        return named.isPresent() ? named.get().open(place) : formats.open(place);
    }

    private void run(Importing importing, Source source, Path path, ImportSummary summary) {
        try (Progress progress = new Progress(surroundings, "importing", source.files())) {
            summary.begin(path.toString(), source.files());
            source.forEach(found -> {
                progress.step();
                summary.add(found, isDryRun ? importing.look(found) : importing.keep(found));
            });
            summary.end();
        }
    }
}
