package io.reprise.cli;

import io.reprise.cli.config.Configuration;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.StoreLint;
import io.reprise.core.store.StoreLint.Finding;
import io.reprise.core.store.StoreLint.Remedy;
import io.reprise.core.store.StoreLint.Severity;
import io.reprise.formats.Lint;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reprise lint}. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads all recordings and says what is wrong with them: broken files, names that are not what the content"
                    + " says, doubles, gaps, unknown members, credentials."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing found, or notes only",
            "1:the store cannot be read",
            "2:wrong use",
            "3:errors or warnings found"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  reprise lint --recordings tests/recordings", "  reprise lint --fix"})
final class LintCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    StoreFlags storeFlags = new StoreFlags();

    @Option(names = "--fix", description = "Rename files whose place does not tell what they hold.")
    boolean isFixing;

    @Option(names = "--json", description = "As a JSON array, one object per line.")
    boolean isJson;

    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    LintCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(surroundings);
        Path directory = StoreFlags.existingDirectory(surroundings, configuration);
        Redaction redaction = configuration.redaction().redaction();
        Optional<Lint> foreign = KnownFormats.all().lint(directory, redaction);
        if (isFixing && foreign.isPresent()) {
            throw new IllegalArgumentException("--fix renames Reprise's own files only; what is in '"
                    + configuration.recordings() + "' belongs to another tool");
        }
        surroundings.out().print(isJson ? "[" : "");
        if (foreign.isPresent()) {
            foreign.get().check(this::print);
        } else {
            Remedy remedy = isFixing ? Remedy.RENAME : Remedy.REPORT_ONLY;
            new StoreLint(directory, configuration.rules(), remedy, redaction).check(this::print);
        }
        surroundings.out().print(isJson ? (counts.isEmpty() ? "]\n" : "\n]\n") : "");
        int problems = counts.getOrDefault(Severity.ERROR, 0) + counts.getOrDefault(Severity.WARNING, 0);
        surroundings.say(
                problems == 0
                        ? "nothing is wrong in '" + configuration.recordings() + "'"
                        : counts.getOrDefault(Severity.ERROR, 0) + " errors, "
                                + counts.getOrDefault(Severity.WARNING, 0) + " warnings in '"
                                + configuration.recordings() + "'");
        return problems == 0 ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private void print(Finding finding) {
        if (isJson) {
            Json json = new JsonText()
                    .with("file", finding.file())
                    .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .with("problem", finding.problem())
                    .with("remedy", finding.remedy())
                    .done();
            surroundings.out().print((counts.isEmpty() ? "\n" : ",\n") + json.write(Layout.COMPACT));
        } else {
            surroundings.out().println(Failure.oneLine(finding.toString()));
        }
        counts.merge(finding.severity(), 1, Integer::sum);
    }
}
