package io.reprise.cli.transfer;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.ServeFlags;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.Setting;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Store;
import io.reprise.formats.FormatException;
import io.reprise.formats.Formats;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise import}. */
public final class ImportCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<List<Path>> sources = Parameter.arguments(
            Path.class, "SOURCE", "Files or directories of another tool; - for a file on standard input.");

    private final Parameter<String> format =
            Parameter.option("--format", "NAME", "The format, if Reprise does not recognize it.");

    private final Parameter<String> test =
            Parameter.option("--test", "ID", "The test id of all imported recordings; '' for none.");

    private final Parameter<Boolean> dates = Parameter.flag(
            "--dates", "Write the day of each answer into its recording, if the source has it; also with max-age.");

    private final Parameter<Boolean> dryRun =
            Parameter.flag("--dry-run", "Print what would be imported, and write nothing.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print the summary as JSON on standard output.");

    public ImportCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "import",
                        "Converts recordings of other tools. Reprise recognizes their format.",
                        "",
                        "Formats: " + Formats.installed().names() + ".",
                        "",
                        "A second import changes only recordings whose answer is different. The summary names what"
                                + " cannot be converted, and why.")
                .takes(storeFlags.all())
                .takes(sources, format, test, dates, dryRun, json)
                .exits(
                        "0:converted; the summary names files that have no request over HTTP",
                        "1:something could not be read, understood or written; everything else was converted",
                        "2:wrong use",
                        "3:a source has no recordings, or a file was skipped for an unknown reason")
                .examples(
                        "  reprise import chat.txtar --recordings recordings",
                        "  reprise import ~/src/project/tests/recordings --dry-run")
                .spec();
    }

    @Override
    public Integer call() {
        Map<Setting, ChosenValue> flags = new EnumMap<>(Setting.class);
        ServeFlags.put(flags, Setting.DATES, dates.given().map(String::valueOf));
        Configuration configuration = storeFlags.configuration(process, flags, List.of());
        Formats formats = Formats.installed();
        ImportSummary summary = new ImportSummary();
        try (Store store = StoreFlags.location(process, configuration).open(process::say)) {
            FoundAnswer.Check check = new FoundAnswer.Check(
                    configuration.rules(), configuration.redact(), test.given().map(TestId::new));
            Importer importer = new Importer(store, configuration.ages().dating());
            run(formats, check, importer, summary);
        }
        if (json.isGiven()) {
            process.printJson(summary.toJson());
        } else {
            summary.lines(dryRun.isGiven()).forEach(process::say);
        }
        return summary.exitCode();
    }

    private void run(Formats formats, FoundAnswer.Check check, Importer importer, ImportSummary summary) {
        ForeignSource foreign =
                new ForeignSource(process, formats, format.given().map(formats::named));
        for (Path path : sources.required()) {
            try {
                foreign.read(path, source -> run(importer, new CheckedSource(source, check), path, summary));
            } catch (FormatException unreadable) {
                summary.fail(path.toString(), unreadable);
            }
        }
    }

    private void run(Importer importer, CheckedSource checked, Path path, ImportSummary summary) {
        int files = checked.source().files();
        try (ProgressBar progress = new ProgressBar(process, "importing", files)) {
            summary.begin(path.toString(), files);
            importer.begin();
            checked.forEach((found, answer) -> {
                progress.step();
                summary.add(found, dryRun.isGiven() ? importer.look(answer) : importer.keep(answer));
            });
            summary.end();
        }
    }
}
