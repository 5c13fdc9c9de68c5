package io.reprise.cli.housekeeping;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.JsonArrayPrinter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.ScrubStep.Action;
import io.reprise.core.store.housekeeping.StoreScrub;
import io.reprise.formats.Formats;
import io.reprise.formats.Scrub;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise scrub}. */
public final class ScrubCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Boolean> write =
            Parameter.flag("--write", "Change the files. Without it, nothing is written.");

    private final Parameter<Boolean> delete = Parameter.flag(
            "--delete-unmaskable",
            "Delete recordings whose credentials cannot be masked: in binary, compressed or encoded content, in broken"
                    + " files. Without it, they are left.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON array, one object per line.");

    private final Map<Action, Integer> counts = new EnumMap<>(Action.class);

    public ScrubCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "scrub",
                        "Masks credentials in recordings, and says what it would do unless --write is given.",
                        "",
                        "Files whose request or test id changes get new names. A server finds them by requests that still"
                                + " have the credential if reprise.yaml says 'redact: mask'. Credentials that were"
                                + " committed must be revoked all the same.")
                .takes(storeFlags.all())
                .takes(write, delete, json)
                .exits(
                        "0:there is nothing to mask, or all of it was masked",
                        "1:something could not be read or written; everything else was done",
                        "2:wrong use",
                        "3:there is something to mask, and --write was not given; or something cannot be masked")
                .examples(
                        "  reprise scrub --recordings tests/recordings",
                        "  reprise scrub --recordings tests/recordings --write")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation location = StoreFlags.location(process, configuration);
        Redaction redaction = configuration.redact().with(Redaction.Policy.MASK);
        ScrubStep.Extent extent = new ScrubStep.Extent(write.isGiven(), delete.isGiven());
        JsonArrayPrinter array = new JsonArrayPrinter(process, json);
        try (HousekeptStore store = HousekeptStore.of(location, configuration)) {
            Optional<Scrub> foreign =
                    store.directory().flatMap(path -> Formats.installed().scrub(path, redaction, extent));
            try (ProgressBar progress = new ProgressBar(
                    process,
                    "scrubbing",
                    () -> foreign.isPresent() ? 0 : store.count().getAsLong())) {
                if (foreign.isPresent()) {
                    foreign.get().run(step -> print(step, array), progress::step);
                } else {
                    new StoreScrub(store.files(), configuration.rules(), redaction, extent)
                            .run(step -> print(step, array), progress::step);
                }
            }
        }
        array.end();
        process.say(summary(location));
        return exitCode();
    }

    private String summary(RecordingsLocation location) {
        if (counts.isEmpty()) {
            return "no credentials in '" + location + "'";
        }
        String parts = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + word(count.getKey()))
                .collect(Collectors.joining(", "));
        boolean wouldChange = counts.containsKey(Action.MASKED) || counts.containsKey(Action.DELETED);
        return parts + " in '" + location + "'"
                + (wouldChange && !write.isGiven() ? "; nothing is written without --write" : "");
    }

    private int exitCode() {
        if (counts.containsKey(Action.FAILED)) {
            return ExitCode.FAILED;
        }
        boolean isDone = write.isGiven() && !counts.containsKey(Action.LEFT);
        return counts.isEmpty() || isDone ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private String word(Action action) {
        return switch (action) {
            case MASKED -> write.isGiven() ? "masked" : "to be masked";
            case DELETED -> write.isGiven() ? "deleted" : "to be deleted";
            case LEFT -> "cannot be masked";
            case FAILED -> "failed";
        };
    }

    private void print(ScrubStep step, JsonArrayPrinter array) {
        if (array.isAsked()) {
            array.add(toJson(step));
        } else {
            process.print(FailureMessage.oneLine(line(step)) + "\n");
        }
        counts.merge(step.action(), 1, Integer::sum);
    }

    private String line(ScrubStep step) {
        String found = step.findings().stream().map(Object::toString).collect(Collectors.joining(", "));
        String what = found.isEmpty() && step.reason().isEmpty() ? "a header or a member of the query" : found;
        return word(step.action()) + ": " + step.file() + (what.isEmpty() ? "" : ": " + what)
                + step.reason().map(reason -> ": " + reason).orElse("")
                + step.target()
                        .map(target -> "; its new name is '" + target + "'")
                        .orElse("");
    }

    private static Json toJson(ScrubStep step) {
        return new JsonObjectBuilder()
                .with("location", step.file())
                .with("action", step.action().name().toLowerCase(Locale.ROOT))
                .with(
                        "findings",
                        step.findings().stream()
                                .<Json>map(finding -> new JsonObjectBuilder()
                                        .with("kind", finding.kind())
                                        .with("where", finding.where())
                                        .done())
                                .toList())
                .with("target", step.target().<Json>map(Json.JsonString::new).orElse(Json.NULL))
                .with("reason", step.reason().<Json>map(Json.JsonString::new).orElse(Json.NULL))
                .done();
    }
}
