package io.reprise.cli.serving;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.ServeFlags;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.child.ChildProcess;
import io.reprise.cli.child.ChildProcess.CannotRunException;
import io.reprise.cli.child.ClientEnvironment;
import io.reprise.cli.child.DotEnvFiles;
import io.reprise.cli.process.EndOfProcess;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.FailureMessage;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.StopSignals;
import io.reprise.cli.project.DemoRecordings;
import io.reprise.config.AccessToken;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.FailOn;
import io.reprise.config.RecordCommand;
import io.reprise.config.Reprise;
import io.reprise.config.Setting;
import io.reprise.core.explain.Remedy;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.server.ServerParts;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.outcome.Report;
import io.reprise.server.report.Detail;
import io.reprise.server.upstream.Upstream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise run}. */
public final class RunCommand implements Subcommand {
    private static final String ORIGIN = "reprise run";
    private static final String STILL_RECORDING =
            "the command has ended, and answers that are being recorded may still end; a second signal ends this at once";

    /** From here on, statuses are of signals. */
    private static final int SIGNALS = 128;

    private final ProcessEnvironment process;

    private final ServeFlags flags = new ServeFlags("a free one");

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<List<String>> variables = Parameter.options(
            "--env",
            "NAME[=TEXT]",
            "Set a further variable for the command; {url} stands for the server's URL. NAME alone leaves a variable as"
                    + " it is outside. May be given several times.");

    private final Parameter<Path> logFile = Parameter.option(
            Path.class, "--log-file", "FILE", "Write the line per request to this file, which is replaced.");

    private final Parameter<Boolean> verbose =
            Parameter.flag("-v", "Print the line per request and the report on standard error.");

    private final Parameter<Boolean> quiet =
            Parameter.flag("--quiet", "No line per request; this is so without -v and --log-file anyway.");

    private final Parameter<List<String>> command = Parameter.arguments(
            String.class, "COMMAND", "The command and its arguments; write -- before it. sh -c '…' runs a pipeline.");

    public RunCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpecBuilder.of(
                        this,
                        "run",
                        "Runs a command, such as tests, with a server that answers its requests.",
                        "",
                        "The server takes a free port. The command gets the base-URL variables of all SDKs,"
                                + " and REPRISE_URL. SDKs without an API key get a placeholder,"
                                + " which no upstream gets. Takes the flags of serve.")
                .takes(flags.all())
                .takes(storeFlags.all())
                .takes(variables, logFile, verbose, quiet, command)
                .exits(
                        "N:the exit status of the command; 128 and its number if a signal ended it",
                        "1:cannot serve",
                        "2:wrong use",
                        "3:some answers could not be recorded",
                        "4:an event of --fail-on has happened; without --fail-on: a request had no recording",
                        "126:the command cannot be run",
                        "127:there is no such command")
                .examples(
                        "  reprise run -- pytest",
                        "  reprise run --mode replay --fail-on miss,unused -- npm test",
                        "  reprise run --upstream https://api.example.com/v1 -- sh -c 'python chat.py | tee answer.txt'")
                .spec();
        spec.parser().stopAtPositional(true);
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (variables.isGiven()) {
            ClientEnvironment.inheriting(Map.of()).with(variables.required(), ""); // before anything is started
        }
        storeFlags.requireNotTyped("standard input belongs to the command that is run");
        if (quiet.isGiven() && verbose.isGiven()) {
            throw new IllegalArgumentException("--quiet and -v contradict each other; leave out one");
        }
        if (!flags.isDemo()) {
            return run(storeFlags.serverConfiguration(process, values(), flags.upstreams()));
        }
        flags.requireNothingBesideDemo(storeFlags);
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            return run(demo.configuration(values(), process.environment()));
        }
    }

    private int run(Configuration configuration) throws InterruptedException {
        EndOfProcess end = new EndOfProcess();
        try (PrintStream log = log();
                Reprise reprise = Reprise.start(
                        configuration,
                        process.directory(),
                        new ServerParts.LogOptions(
                                log, detail(), configuration.logFormat(), recordCommand(configuration)),
                        outOfMemory -> end.outOfMemory())) {
            process.flush();
            int status = ChildProcess.start(
                            command.required(), environment(configuration, reprise), process.directory())
                    .await();
            StopSignals.install().whenStopped(() -> process.say(STILL_RECORDING)); // no longer for the command
            reprise.stop();
            int own = new ExitReport(
                            process,
                            failOn(configuration),
                            isFailOnChosen(configuration),
                            flags.isDemo() ? Optional.empty() : RecordCommand.prune(configuration),
                            recordCommand(configuration))
                    .tell(reprise, !verbose.isGiven());
            if (own == ExitCode.FAIL_ON && reprise.report().count(Verb.MISSED) > 0) {
                process.say("this records what is missing" + missingKeys(reprise.report()) + ": "
                        + recordCommand(configuration, reprise.report()));
            }
            return own == ExitCode.FINE || status > SIGNALS ? status : own;
        } catch (CannotRunException cannotRun) {
            process.complain(FailureMessage.of(cannotRun));
            return cannotRun.status();
        }
    }

    /** What is usual for a server is not for one that serves a single command on this machine. */
    private Map<Setting, ChosenValue> values() {
        Map<Setting, ChosenValue> values = new EnumMap<>(Setting.class);
        values.put(Setting.HOST, new ChosenValue("127.0.0.1", ORIGIN));
        values.put(Setting.PORT, new ChosenValue("0", ORIGIN));
        values.put(Setting.TOKEN, new ChosenValue("", ORIGIN));
        values.put(Setting.TLS, new ChosenValue("off", ORIGIN));
        values.put(Setting.TLS_CERT, new ChosenValue("", ORIGIN));
        values.put(Setting.TLS_KEY, new ChosenValue("", ORIGIN));
        values.putAll(flags.values());
        return values;
    }

    private static Set<FailOn> failOn(Configuration configuration) {
        return isFailOnChosen(configuration) ? configuration.failOn() : EnumSet.of(FailOn.MISS);
    }

    private static boolean isFailOnChosen(Configuration configuration) {
        return !configuration.of(Setting.FAIL_ON).origin().equals(Configuration.DEFAULT);
    }

    private Map<String, String> environment(Configuration configuration, Reprise reprise) {
        String url = reprise.url().replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
        ClientEnvironment environment = ClientEnvironment.inheriting(process.environment())
                .pointedAt(url, ApiFamilies.urlVariables())
                .withoutProxy();
        if (configuration.mode() == Mode.REPLAY) {
            environment.withKeys(ApiFamilies.keyVariables());
        } else if (!configuration.upstreams().stream().allMatch(Upstream::isHere)) { // servers of one's own need none
            environment.withKeysUnlessFound(ApiFamilies.keyVariables(), DotEnvFiles.variables(process.directory()));
        }
        reprise.token()
                .map(AccessToken::text)
                .ifPresent(token -> environment.with(List.of("REPRISE_TOKEN=" + token), ""));
        return environment.with(variables.given().orElse(List.of()), url).variables();
    }

    private Detail detail() {
        return verbose.isGiven() || logFile.isGiven() ? Detail.REQUESTS : Detail.NOTHING;
    }

    /** One that also records again what is too old, if that was missed. */
    private String recordCommand(Configuration configuration, Report report) {
        String command = recordCommand(configuration);
        boolean isAnyExpired =
                report.misses().stream().anyMatch(miss -> miss.text("reason").equals("expired"));
        return configuration
                .ages()
                .maxAge()
                .filter(maxAge -> isAnyExpired)
                .map(maxAge -> Remedy.renewing(command, maxAge))
                .orElse(command);
    }

    /** The variables that have to be set before. */
    private static String missingKeys(Report report) {
        String names = report.misses().stream()
                .map(miss -> miss.text("missing_key"))
                .filter(name -> !name.isEmpty())
                .distinct()
                .collect(Collectors.joining(" and "));
        return names.isEmpty() ? "" : ", with an API key in " + names;
    }

    private String recordCommand(Configuration configuration) {
        String recordings = flags.isDemo()
                ? Setting.RECORDINGS.standard()
                : configuration.of(Setting.RECORDINGS).text();
        return RecordCommand.line(recordings, configuration, command.required());
    }

    private PrintStream log() {
        OutputStream target = logFile.given().map(this::open).orElseGet(process::log);
        return new PrintStream(new BufferedOutputStream(target), false, StandardCharsets.UTF_8);
    }

    private OutputStream open(Path file) {
        try {
            Path path = process.directory().resolve(file);
            return new LogFileStream(
                    Files.newOutputStream(path),
                    failed -> process.complain("--log-file: " + FileFailures.cannotWrite(file, failed)
                            + "; lines of the log are missing"));
        } catch (IOException failed) {
            throw new IllegalArgumentException("--log-file: " + FileFailures.cannotWrite(file, failed), failed);
        }
    }
}
