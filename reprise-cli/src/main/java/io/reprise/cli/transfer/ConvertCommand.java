package io.reprise.cli.transfer;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.Setting;
import io.reprise.core.exchange.TestId;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import io.reprise.formats.Formats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise convert}. */
public final class ConvertCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Path> source = Parameter.argument(
            0, Path.class, "SOURCE", "A file or directory of another tool; - for a file on standard input.");

    private final ExportTarget target = new ExportTarget(1);

    private final Parameter<String> from =
            Parameter.option("--from", "NAME", "The format of SOURCE, if Reprise does not recognize it.");

    private final Parameter<String> test =
            Parameter.option("--test", "ID", "The test id of all recordings; '' for none.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print the summary as JSON on standard output.");

    public ConvertCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "convert",
                        "Converts recordings of one tool to the format of another.",
                        "",
                        "It is 'import' and 'export' in one, without a store in between. The summary names what one of"
                                + " the formats cannot hold, and why.")
                .takes(storeFlags.config())
                .takes(source, target.target(), target.format(), from, test, json)
                .exits(
                        "0:converted",
                        "1:something could not be read, understood or written; everything else was converted",
                        "2:wrong use",
                        "3:a recording was left out, since the other format cannot hold it, or there was none")
                .examples("  reprise convert tests/cassettes --format " + ExportTarget.example() + " converted")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process, new EnumMap<>(Setting.class), List.of());
        Formats formats = Formats.installed();
        requireOtherTarget();
        Exporter exporter = target.exporter(process, configuration);
        ForeignSource foreign = new ForeignSource(process, formats, from.given().map(formats::named));
        FoundAnswer.Check check = new FoundAnswer.Check(
                configuration.rules(), configuration.redact(), test.given().map(TestId::new));
        ConvertSummary summary = new ConvertSummary();
        try (exporter) {
            Converter converter = new Converter(exporter);
            foreign.read(source.required(), opened -> {
                try (ProgressBar progress = new ProgressBar(process, "converting", opened.files())) {
                    new CheckedSource(opened, check).forEach((found, answer) -> {
                        progress.step();
                        summary.add(found, converter.convert(answer));
                    });
                }
            });
        } catch (FormatException unreadable) {
            summary.fail(source.required().toString(), String.valueOf(unreadable.getMessage()));
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

    /** The place to which links lead, if there is one. */
    private static Path real(Path place) {
        try {
            return place.toRealPath();
        } catch (IOException missing) {
            return place.toAbsolutePath().normalize();
        }
    }

    private void requireOtherTarget() {
        Path place = process.directory().resolve(source.required());
        if (real(target.directory(process)).equals(real(place))) {
            throw new IllegalArgumentException(
                    "'" + target.target().required() + "' is the source as well; name another directory for the files");
        }
    }
}
