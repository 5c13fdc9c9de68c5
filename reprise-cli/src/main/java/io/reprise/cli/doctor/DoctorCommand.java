package io.reprise.cli.doctor;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.ServeFlags;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.doctor.Check.Result;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Setting;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.server.reading.SharedReading;
import io.reprise.server.upstream.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise doctor}. */
public final class DoctorCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<List<String>> upstreams =
            Parameter.options("--upstream", "[NAME=]URL", "As for serve. May be given several times.");

    private final Parameter<String> port = Parameter.option("--port", "PORT", "As for serve. Default: 8000.");

    private final Parameter<Boolean> offline = Parameter.flag("--offline", "Ask no upstream.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    private final List<Check> checks = new ArrayList<>();

    public DoctorCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "doctor",
                        "Checks what a server needs, and says how to fix what is wrong: Java, the configuration, the port,"
                                + " the store, the disk, API keys, the upstreams and the clock.",
                        "",
                        "It changes nothing. Upstreams are asked once, without a key.")
                .takes(storeFlags.all())
                .takes(upstreams, port, offline, json)
                .exits("0:nothing is wrong; there may be warnings", "2:wrong use", "3:something does not work")
                .examples("  reprise doctor", "  reprise doctor --upstream https://api.example.com/v1 --json")
                .spec();
    }

    @Override
    public Integer call() {
        add(MachineChecks.java());
        configuration()
                .ifPresentOrElse(
                        this::check,
                        () -> add(
                                Check.skipped(
                                        "others",
                                        "port, store, recordings, keys and upstreams are not checked, because the settings are wrong")));
        boolean isWrong = checks.stream().anyMatch(check -> check.result() == Result.FAIL);
        if (json.isGiven()) {
            process.printJson(new JsonObjectBuilder()
                    .with("checks", checks.stream().map(Check::toJson).toList())
                    .with("total", checks.size())
                    .with("verdict", isWrong ? Result.FAIL.label() : worst().label())
                    .done());
        }
        return isWrong ? ExitCode.ATTENTION : ExitCode.FINE;
    }

    private Result worst() {
        return checks.stream().map(Check::result).max(Enum::compareTo).orElse(Result.OK);
    }

    private Optional<Configuration> configuration() {
        try {
            Map<Setting, ChosenValue> given = new EnumMap<>(Setting.class);
            ServeFlags.put(given, Setting.PORT, port.given());
            List<Upstream> asked = upstreams.given().orElse(List.of()).stream()
                    .map(text -> new ChosenValue(text, "--upstream").read(Upstream::parse))
                    .toList();
            Configuration configuration = storeFlags.configuration(process, given, asked);
            configuration.serverSettings(Optional.empty(), Optional.empty());
            add(Check.ok(
                    "settings",
                    "mode " + configuration.mode() + " ("
                            + configuration.of(Setting.MODE).origin() + "), "
                            + number(configuration.upstreams().size(), "upstream") + ", "
                            + number(configuration.rules().rules().size(), "rule")));
            return Optional.of(configuration);
        } catch (IllegalArgumentException wrong) {
            add(Check.fail(
                    "settings", FailureMessage.of(wrong), "correct it; docs/configuration.md lists all settings"));
            return Optional.empty();
        }
    }

    private static String number(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private void check(Configuration configuration) {
        add(MachineChecks.port(
                configuration.of(Setting.HOST).text(),
                Integer.parseInt(configuration.of(Setting.PORT).text())));
        store(configuration);
        boolean records = configuration.mode() != Mode.REPLAY;
        new KeyChecks(process.environment())
                .all(records ? configuration.upstreams() : List.of())
                .forEach(this::add);
        if (configuration.upstreams().isEmpty()) {
            add(Check.warn(
                    "upstream",
                    "no upstream is known, so nothing can be recorded",
                    "name one: --upstream https://api.example.com/v1, or 'upstreams' in reprise.yaml"));
        } else if (!offline.isGiven()) {
            configuration
                    .upstreams()
                    .forEach(upstream ->
                            new UpstreamChecks(upstream).all(Instant::now).forEach(this::add));
        }
    }

    private void store(Configuration configuration) {
        RecordingsLocation location = StoreFlags.location(process, configuration);
        boolean isThere = true;
        if (location.isDirectory()) {
            List<Check> found =
                    new StoreChecks(location.path(), location.toString(), configuration.mode() != Mode.REPLAY).all();
            found.forEach(this::add);
            isThere = location.path().toFile().isDirectory()
                    && found.stream().noneMatch(check -> check.name().equals("store") && check.result() == Result.FAIL);
        }
        if (isThere) {
            add(recordings(location));
        }
    }

    /** Reads all recordings, as a server does when it explains a miss. */
    private Check recordings(RecordingsLocation location) {
        AtomicLong whole = new AtomicLong();
        AtomicLong broken = new AtomicLong();
        AtomicReference<String> first = new AtomicReference<>("");
        try (Store store = location.existing(process::say);
                ProgressBar progress = new ProgressBar(process, "reading", new SharedReading(store)::count)) {
            new SharedReading(store)
                    .forEach(
                            entry -> {
                                whole.incrementAndGet();
                                progress.step();
                            },
                            unreadable -> {
                                broken.incrementAndGet();
                                first.compareAndSet("", brief(unreadable));
                            });
        } catch (StoreException failed) {
            return Check.fail("recordings", FailureMessage.of(failed), "correct --recordings");
        }
        return broken.get() == 0
                ? Check.ok("recordings", number(whole.get(), "recording") + ", none is broken")
                : Check.fail(
                        "recordings",
                        broken.get() + " of " + number(whole.get() + broken.get(), "recording")
                                + (broken.get() == 1 ? " is" : " are") + " broken, such as " + first.get(),
                        "'reprise lint' lists them all");
    }

    /** Without a remedy: that of the check is for all. */
    private static String brief(StoreException unreadable) {
        return unreadable
                .unreadable()
                .map(file -> "'" + file.location() + "': " + file.why())
                .orElseGet(() -> FailureMessage.of(unreadable));
    }

    /** Prints each as soon as it is known: an upstream may take a while. */
    private void add(Check check) {
        checks.add(check);
        if (json.isGiven()) {
            return;
        }
        Style style = switch (check.result()) {
            case OK -> Style.GOOD;
            case SKIP -> Style.QUIET;
            case WARN -> Style.ATTENTION;
            case FAIL -> Style.WRONG;
        };
        process.print(new StyledText()
                .add("%-5s".formatted(check.result().label()), style)
                .add("%-11s %s\n".formatted(check.name(), FailureMessage.oneLine(check.finding()))));
        if (!check.remedy().isEmpty()) {
            process.print(StyledText.of("                 " + check.remedy() + "\n", Style.QUIET));
        }
        process.flush();
    }
}
