package io.reprise.cli.housekeeping;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.JsonArrayPrinter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.redact.CredentialPlace;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.housekeeping.StoreLint;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Remedy;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import io.reprise.formats.Formats;
import io.reprise.formats.Lint;
import io.reprise.server.reading.ReadingThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise lint}. */
public final class LintCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Boolean> fix =
            Parameter.flag("--fix", "Rename files whose name or directory does not match their content.");

    private final Parameter<Boolean> credentials =
            Parameter.flag("--credentials", "Report only credentials, and files that cannot be searched for them.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON array, one object per line.");

    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    public LintCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "lint",
                        "Reads all recordings and reports problems: broken files, names that do not match the"
                                + " content, duplicates, gaps, unknown members, credentials.")
                .takes(storeFlags.all())
                .takes(fix, credentials, json)
                .exits(
                        "0:no problems, or only notes",
                        "1:the store cannot be read",
                        "2:wrong use",
                        "3:found errors or warnings")
                .examples(
                        "  reprise lint --recordings tests/recordings",
                        "  reprise lint --fix",
                        "  reprise lint --credentials --json")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation location = StoreFlags.location(process, configuration);
        Redaction redaction = configuration.redact().with(Redaction.Policy.REFUSE);
        List<Finding> findings = new ArrayList<>();
        try (HousekeptStore store = HousekeptStore.of(location, configuration)) {
            Optional<Lint> foreign =
                    store.directory().flatMap(path -> Formats.installed().lint(path, redaction));
            if (fix.isGiven() && foreign.isPresent()) {
                throw new IllegalArgumentException("--fix renames only Reprise's own files; the files in '" + location
                        + "' belong to another tool");
            }
            if (foreign.isPresent()) {
                foreign.get().check(findings::add);
            } else {
                check(store, redaction, findings);
            }
        }
        findings.sort(Comparator.comparing(Finding::file));
        JsonArrayPrinter array = new JsonArrayPrinter(process, json);
        findings.forEach(finding -> print(finding, array));
        array.end();
        int problems = counts.getOrDefault(Severity.ERROR, 0) + counts.getOrDefault(Severity.WARNING, 0);
        process.say(
                problems == 0
                        ? "no " + (credentials.isGiven() ? "credentials" : "problems") + " in '" + location + "'"
                        : Counted.of(counts.getOrDefault(Severity.ERROR, 0), "error") + ", "
                                + Counted.of(counts.getOrDefault(Severity.WARNING, 0), "warning") + " in '"
                                + location + "'");
        return problems == 0 ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private void check(HousekeptStore store, Redaction redaction, List<Finding> findings) {
        Remedy remedy = fix.isGiven() ? Remedy.RENAME : Remedy.REPORT_ONLY;
        try (ProgressBar progress = new ProgressBar(process, "reading", store.count());
                ReadingThreads threads = new ReadingThreads()) {
            new StoreLint(store.files(), remedy, redaction).check(findings::add, progress::step, threads);
        }
    }

    private void print(Finding finding, JsonArrayPrinter array) {
        if (credentials.isGiven() && finding.severity() != Severity.ERROR) {
            return;
        }
        if (array.isAsked()) {
            array.add(new JsonObjectBuilder()
                    .with("location", finding.file())
                    .with("kind", finding.kind())
                    .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .with("problem", finding.problem())
                    .with("remedy", finding.remedy())
                    .with(
                            "credential",
                            finding.credential().map(LintCommand::toJson).orElse(Json.NULL))
                    .done());
        } else {
            process.print(FailureMessage.oneLine(finding.toString()) + "\n");
        }
        counts.merge(finding.severity(), 1, Integer::sum);
    }

    private static Json toJson(CredentialPlace place) {
        return new JsonObjectBuilder()
                .with("kind", place.finding().kind())
                .with("where", place.finding().where())
                .with(
                        "line",
                        place.line().isPresent()
                                ? new Json.JsonNumber(
                                        String.valueOf(place.line().getAsInt()))
                                : Json.NULL)
                .done();
    }
}
