package io.reprise.cli;

import io.reprise.cli.config.Configuration;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Store;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes recordings in the form of another tool.",
            "",
            "Doing it again changes nothing that is already there. What the other form cannot say is named with its"
                    + " reason."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:written; what was left out is named",
            "1:something could not be read or written",
            "2:wrong use"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  reprise export --format FORMAT --recordings recordings ~/src/project/tests/integration"})
final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    StoreFlags storeFlags = new StoreFlags();

    @Option(names = "--format", paramLabel = "NAME", required = true, description = "The form that is written.")
    @Nullable String format;

    @Parameters(paramLabel = "TARGET", arity = "1", description = "A directory, which need not exist.")
    @Nullable Path target;

    @Option(names = "--json", description = "The summary as JSON, on standard output.")
    boolean isJson;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(surroundings);
        Path directory = surroundings.directory().resolve(String.valueOf(target));
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("'" + target + "' is not a directory");
        }
        String name = String.valueOf(format);
        Exporter exporter = KnownFormats.all()
                .named(name)
                .exporter(directory, KnownStores.inPlace(configuration, surroundings::say))
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' can be imported only"));
        ExportSummary summary = new ExportSummary();
        try (Store store = StoreFlags.existing(surroundings, configuration);
                Progress progress = new Progress(surroundings, "exporting", 0)) {
            store.forEach(
                    entry -> {
                        progress.step();
                        write(exporter, entry, summary);
                    },
                    broken -> summary.addFailed("recording", String.valueOf(broken.getMessage())));
            summary.addLeftOut(store.leftOut());
        }
        if (isJson) {
            surroundings.out().println(summary.toJson().write(Layout.INDENTED));
        } else {
            summary.lines().forEach(surroundings::say);
        }
        return summary.exitCode();
    }

    private static void write(Exporter exporter, Store.Entry entry, ExportSummary summary) {
        try {
            summary.add(entry, exporter.write(entry));
        } catch (FormatException failed) {
            summary.addFailed(entry.location(), String.valueOf(failed.getMessage()));
        }
    }
}
