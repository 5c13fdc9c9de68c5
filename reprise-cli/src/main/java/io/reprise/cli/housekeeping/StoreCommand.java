package io.reprise.cli.housekeeping;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.Counted;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.ChosenValue;
import io.reprise.config.SettingSyntax;
import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.store.Retention;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.StoreTables;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise store}. */
public final class StoreCommand implements Subcommand {
    private static final List<String> ACTIONS = List.of("init", "migrate", "status", "log", "prune");

    private static final int MOST_LINES = 100;

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    private final Parameter<List<String>> actions = Parameter.arguments(
                    String.class,
                    "ACTION",
                    "init: make the tables. migrate: change them to the version of this program; recordings stay."
                            + " status: show the version, and what is stored. log: list who recorded, replaced and deleted what, the latest last."
                            + " prune: delete recordings by --max-age, --unused and --max-size; without --write, only count them.")
            .offering(ACTIONS);

    private final Parameter<String> maxAge = Parameter.option(
            "--max-age",
            "AGE",
            "With prune: those that were recorded before, such as 90d. A running server has it as max-age.");

    private final Parameter<String> unused = Parameter.option(
            "--unused", "AGE", "With prune: those that no server has replayed or recorded since, such as 30d.");

    private final Parameter<String> maxSize = Parameter.option(
            "--max-size",
            "SIZE",
            "With prune: the least recently used ones, until the others take at most so much, such as 10GiB.");

    private final Parameter<Boolean> write = Parameter.flag("--write", "With prune: delete them.");

    private final Parameter<Integer> most = Parameter.number(
            "--last", "from 1", "N", "With log: how many changes at most. Default: " + MOST_LINES + ".");

    public StoreCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "store",
                        "Makes, changes and shows the tables of a store in a PostgreSQL database.",
                        "",
                        "A directory needs none of it.")
                .takes(storeFlags.all())
                .takes(maxAge, unused, maxSize, write, most, json, actions)
                .exits("0:done, or the tables are current", "1:they are not, or the database refused", "2:wrong use")
                .examples(
                        "  reprise store init --recordings postgresql://reprise@db.example/reprise",
                        "  reprise store prune --unused 30d --recordings postgresql://reprise@db.example/reprise",
                        "  reprise store status --recordings 'postgresql://reprise@db.example/reprise?project=shop'")
                .spec();
    }

    @Override
    public Integer call() {
        String action = action();
        try (StoreTables tables =
                StoreFlags.location(process, storeFlags.configuration(process)).tables()) {
            return switch (action) {
                case "init" -> make(tables);
                case "migrate" -> migrate(tables);
                case "prune" -> prune(tables);
                case "log" -> log(tables.log(most()));
                default -> show(tables.status(), List.of());
            };
        }
    }

    private String action() {
        List<String> given = actions.required();
        if (given.size() != 1 || !ACTIONS.contains(given.get(0))) {
            throw new IllegalArgumentException("store takes one of "
                    + String.join(", ", ACTIONS)
                    + (given.size() == 1
                            ? ", not " + Quoted.of(given.get(0))
                                    + NearNames.of(given.get(0), ACTIONS)
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("")
                            : ""));
        }
        return given.get(0);
    }

    private int prune(StoreTables tables) {
        Optional<MaxAge> recorded = age("--max-age", maxAge);
        Optional<MaxAge> used = age("--unused", unused);
        OptionalLong most = maxSize.given().isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(new ChosenValue(maxSize.given().get(), "--max-size").read(SettingSyntax::bytes));
        if (recorded.isEmpty() && used.isEmpty() && most.isEmpty()) {
            throw new IllegalArgumentException(
                    "store prune needs a limit: --max-age 90d, --unused 30d, --max-size 10GiB, or several of them");
        }
        Retention.Outcome outcome = tables.prune(new Retention(recorded, used, most), write.isGiven());
        if (json.isGiven()) {
            process.printJson(new JsonObjectBuilder()
                    .with("deleted", write.isGiven())
                    .with("questions", outcome.questions())
                    .with("recordings", outcome.recordings())
                    .with("bytes", outcome.bytes())
                    .with("recordings_staying", outcome.staying())
                    .with("bytes_staying", outcome.bytesStaying())
                    .done());
        } else {
            process.print((write.isGiven() ? "deleted " : "would delete ")
                    + Counted.of(outcome.recordings(), "recording") + " of "
                    + Counted.of(outcome.questions(), "question") + ", " + mebibytes(outcome.bytes()) + " MiB; "
                    + Counted.of(outcome.staying(), "recording") + (outcome.staying() == 1 ? " stays, " : " stay, ")
                    + mebibytes(outcome.bytesStaying()) + " MiB\n");
            if (!write.isGiven() && outcome.recordings() > 0) {
                process.say("nothing was deleted; --write deletes them");
            }
        }
        return ExitCode.FINE;
    }

    private static Optional<MaxAge> age(String flag, Parameter<String> parameter) {
        return parameter.given().flatMap(text -> new ChosenValue(text, flag).read(MaxAge::parse));
    }

    private static long mebibytes(long bytes) {
        return bytes + (1 << 20) - 1 >> 20;
    }

    private int most() {
        int given = most.given().orElse(MOST_LINES);
        if (given < 1) {
            throw new IllegalArgumentException("--last " + given + " is not a number of changes, from 1");
        }
        return given;
    }

    private int log(List<StoreTables.LogEntry> entries) {
        if (json.isGiven()) {
            List<Json> all = entries.stream()
                    .<Json>map(entry -> new JsonObjectBuilder()
                            .with("at", entry.at().toString())
                            .with("kind", kind(entry))
                            .with("file", entry.location())
                            .with("role", entry.role())
                            .with("address", entry.address())
                            .done())
                    .toList();
            process.printJson(new JsonObjectBuilder().with("changes", all).done());
        } else {
            entries.forEach(entry -> process.print(entry.at().truncatedTo(ChronoUnit.SECONDS) + "  "
                    + (entry.role() + (entry.address().isEmpty() ? "" : " from " + entry.address())) + "  "
                    + kind(entry) + "  " + entry.location() + "\n"));
        }
        return ExitCode.FINE;
    }

    private static String kind(StoreTables.LogEntry entry) {
        return entry.kind().toLowerCase(Locale.ROOT);
    }

    private int migrate(StoreTables tables) {
        StoreTables.Status present = tables.status();
        if (present.version().isEmpty()) {
            throw new StoreException(
                    "'" + present.place()
                            + "' has no tables of Reprise; make them with: reprise store init --recordings URL",
                    null);
        }
        return make(tables);
    }

    private int make(StoreTables tables) {
        List<Integer> made = tables.make();
        return show(tables.status(), made);
    }

    private int show(StoreTables.Status status, List<Integer> made) {
        if (json.isGiven()) {
            JsonObjectBuilder object = new JsonObjectBuilder().with("place", status.place());
            status.version().ifPresent(version -> object.with("version", version));
            process.printJson(object.with("newest_version", status.newest())
                    .with("recordings", status.recordings())
                    .with("tests", status.tests())
                    .with("bytes", status.bytes())
                    .done());
        } else {
            text(status, made).forEach(line -> process.print(line + "\n"));
        }
        return status.isCurrent() ? ExitCode.FINE : ExitCode.FAILED;
    }

    private static List<String> text(StoreTables.Status status, List<Integer> made) {
        String versions = made.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String tables = status.version().isEmpty()
                ? "there are no tables; make them with: reprise store init --recordings URL"
                : "version " + status.version().getAsInt()
                        + (status.isCurrent()
                                ? ", which is current"
                                : "; this program needs version " + status.newest())
                        + (made.isEmpty() ? "" : ", made now: " + versions);
        return List.of(
                "store       " + status.place(),
                "tables      " + tables,
                "recordings  " + status.recordings() + " of " + Counted.of(status.tests(), "test"),
                "size        " + mebibytes(status.bytes()) + " MiB, of all projects");
    }
}
