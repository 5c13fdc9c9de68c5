package io.reprise.cli.transfer;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.core.store.Store;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import io.reprise.server.reading.SharedReading;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise export}. */
public final class ExportCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final ExportTarget target = new ExportTarget(0);

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print the summary as JSON on standard output.");

    public ExportCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "export",
                        "Writes recordings in the format of another tool.",
                        "",
                        "A second export changes only files whose content is different. The summary names what the"
                                + " other format cannot hold, and why.")
                .takes(storeFlags.all())
                .takes(target.target(), target.format(), json)
                .exits(
                        "0:written",
                        "1:something could not be read or written; everything else was written",
                        "2:wrong use",
                        "3:a recording was left out, since the other format cannot hold it")
                .examples("  reprise export --format " + ExportTarget.example()
                        + " --recordings recordings ~/src/project/tests/integration")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        Exporter exporter = target.exporter(process, configuration);
        ExportSummary summary = new ExportSummary();
        try (exporter;
                Store store = StoreFlags.location(process, configuration).existing(process::say);
                ProgressBar progress = new ProgressBar(process, "exporting", new SharedReading(store)::count)) {
            store.forEach(
                    entry -> {
                        progress.step();
                        write(exporter, entry, summary);
                    },
                    broken -> summary.addFailed("recording", String.valueOf(broken.getMessage())));
            summary.addLeftOut(store.leftOut());
        }
        exporter.unwritten().forEach(summary::addUnwritten);
        exporter.displaced().forEach(summary::addDisplaced);
        if (json.isGiven()) {
            process.printJson(summary.toJson());
        } else {
            summary.lines().forEach(process::say);
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
