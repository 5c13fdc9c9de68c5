package io.reprise.cli.recording;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.JsonArrayPrinter;
import io.reprise.cli.argument.ListFilter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.cli.terminal.Table;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.filter.Filter;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.BrokenFacts;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.RecordingOrder;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import io.reprise.core.view.RecordingNature;
import io.reprise.server.reading.SharedReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise list}. */
public final class ListCommand implements Subcommand {
    /** The most recordings that are kept in memory for sorting where nobody asked for it; each takes about 1 kB. */
    private static final int MAX_SORTED = 10_000;

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final ListFilter filters = new ListFilter();

    private final Parameter<String> sort = Parameter.option(
                    "--sort",
                    "MEMBER",
                    "By test, recorded, bytes, chunks, status or model, then by file; with - before it for descending, as in"
                            + " --sort=-bytes.")
            .offering(List.of(
                    "test",
                    "recorded",
                    "bytes",
                    "chunks",
                    "status",
                    "model",
                    "-recorded",
                    "-bytes",
                    "-chunks",
                    "-status"));

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON array, one object per line.");

    private final List<Listed> held = new ArrayList<>();
    private Table table = RecordingRow.table(OptionalInt.empty());
    private RecordingOrder order = new RecordingOrder(RecordingOrder.By.TEST, false);
    private boolean isStreaming;
    private long listed;
    private long broken;
    private final List<BrokenFacts> brokenAskedFor = new ArrayList<>();

    public ListCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "list",
                        "Lists recordings, one per line.",
                        "",
                        "Sorted by test and file. Without --sort, more than 10,000 are listed in the order in which they are"
                                + " read.")
                .takes(storeFlags.all())
                .takes(filters.all())
                .takes(sort, json)
                .exits(
                        "0:listed",
                        "1:there is no store, or it cannot be read",
                        "2:wrong use",
                        "3:a recording is broken")
                .examples(
                        "  reprise list --test tests/test_chat.py::test_joke",
                        "  reprise list --filter 'weather model:gpt-* larger-than:1MB'",
                        "  reprise list --sort=-bytes | head",
                        "  reprise list --grep weather --json | jq -r '.[].location'")
                .spec();
    }

    /** @param nature what only JSON has */
    private record Listed(RecordingSummary summary, Optional<RecordingNature> nature) {
        Json toJson() {
            return nature.map(its -> its.addedTo(summary.toJson())).orElseGet(summary::toJson);
        }
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        RecordingsLocation location = StoreFlags.location(process, configuration);
        Filter filter = filters.given();
        sort.given().ifPresent(text -> order = order(text));
        JsonArrayPrinter array = new JsonArrayPrinter(process, json);
        table = RecordingRow.table(
                array.isAsked() ? OptionalInt.empty() : process.terminal().columns());
        Map<String, String> leftOut;
        try (Store store = location.existing(process::say)) {
            read(store, filter, configuration.prices(), array);
            leftOut = filter.isAll() ? store.leftOut() : Map.of();
        }
        print(array);
        leftOut.forEach((file, reason) -> process.say("not served: " + file + ": " + reason));
        if (array.isAsked()) {
            brokenAskedFor.forEach(file -> array.add(json(file)));
        }
        array.end();
        if (listed == 0 && brokenAskedFor.isEmpty() && !json.isGiven()) {
            process.say(
                    filter.isAll()
                            ? "there are no recordings in '" + location + "'"
                            : "no recording in '" + location + "' matches");
        }
        return broken == 0 ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private static RecordingOrder order(String text) {
        try {
            return RecordingOrder.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--sort: " + wrong.getMessage(), wrong);
        }
    }

    private void read(Store store, Filter filter, PriceTable prices, JsonArrayPrinter array) {
        SharedReading reading = new SharedReading(store);
        OptionalLong all = filter.isAll() ? OptionalLong.of(reading.count()) : OptionalLong.empty();
        isStreaming = !sort.isGiven() && all.orElse(0) > MAX_SORTED;
        Instant now = Instant.now();
        try (ProgressBar progress = new ProgressBar(process, "reading", () -> all.orElseGet(reading::count))) {
            reading.inOrder(
                    entry -> {
                        progress.step();
                        RecordingFacts facts = new RecordingFacts(entry);
                        return filter.accepts(facts, now)
                                ? Optional.of(new Listed(
                                        facts.summary(prices).with(process.mask()::of), // before it is shortened
                                        array.isAsked()
                                                ? Optional.of(RecordingNature.of(entry, facts))
                                                : Optional.empty()))
                                : Optional.empty();
                    },
                    recording -> take(recording, array),
                    unreadable -> {
                        broken++;
                        process.complain(FailureMessage.of(unreadable));
                        BrokenFacts facts = BrokenFacts.of(unreadable);
                        if (facts.isAskedFor(filter, now)) {
                            brokenAskedFor.add(facts);
                        }
                    });
        }
    }

    private Json json(BrokenFacts file) {
        return new JsonObjectBuilder()
                .withOrNull("location", process.mask().of(file.location()))
                .with("error", process.mask().of(file.error()))
                .done();
    }

    private String row(RecordingSummary recording) {
        if (listed == 0) {
            process.print(table.heading().add("\n"));
        }
        return table.line(new RecordingRow(recording).values()) + "\n";
    }

    private void take(Listed recording, JsonArrayPrinter array) {
        held.add(recording);
        if (isStreaming || !sort.isGiven() && held.size() > MAX_SORTED) {
            isStreaming = true;
            print(array);
        }
    }

    private void print(JsonArrayPrinter array) {
        if (!isStreaming) {
            held.sort(Comparator.comparing((Listed listed) -> order.value(listed.summary()), order.values())
                    .thenComparing(listed -> listed.summary().identity().location()));
        }
        for (Listed recording : held) {
            if (array.isAsked()) {
                array.add(recording.toJson());
            } else {
                process.print(row(recording.summary()));
            }
            listed++;
        }
        held.clear();
    }
}
