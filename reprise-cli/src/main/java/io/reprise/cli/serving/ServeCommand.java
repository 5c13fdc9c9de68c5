package io.reprise.cli.serving;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.ServeFlags;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.EndOfProcess;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.StopSignals;
import io.reprise.cli.project.DemoRecordings;
import io.reprise.config.Configuration;
import io.reprise.config.RecordCommand;
import io.reprise.config.Reprise;
import io.reprise.config.Setting;
import io.reprise.server.ServerParts;
import io.reprise.server.report.Detail;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise serve}. */
public final class ServeCommand implements Subcommand {
    private static final int LOG_BUFFER = 1 << 16;

    private final ProcessEnvironment process;

    private final ServeFlags flags = new ServeFlags("8000");

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<Boolean> verbose =
            Parameter.flag("-v", "Explain each decision, and where each setting comes from.");

    private final Parameter<Boolean> quiet =
            Parameter.flag("--quiet", "No line per request, and no report unless something needs attention.");

    public ServeCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "serve",
                        "Answers requests to a model API from recordings, and records what is missing.",
                        "",
                        "Prints 'listening on http://…' on standard output when it is ready. Everything else goes"
                                + " to standard error, one line per request. SIGTERM or Ctrl-C stops it: running"
                                + " answers end, then it prints a report.")
                .takes(flags.all())
                .takes(storeFlags.all())
                .takes(verbose, quiet)
                .exits(
                        "0:stopped normally",
                        "1:cannot serve, for example because the port is taken",
                        "2:wrong use",
                        "3:some answers could not be recorded, or wait on local disk: the report lists them; or the memory"
                                + " ran out, which ended the program",
                        "4:an event of --fail-on has happened, and status 3 does not apply")
                .examples(
                        "  reprise serve --upstream https://api.example.com/v1        records once, then replays",
                        "  reprise serve                                              replays ./recordings, needs no network",
                        "  reprise serve --upstream a=http://gpu1:8000/v1 --upstream b=http://localhost:11434/v1",
                        "  reprise serve --demo                                       a demo that needs nothing else")
                .spec();
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!flags.isDemo()) {
            return serve(storeFlags.serverConfiguration(process, flags.values(), flags.upstreams()), process);
        }
        flags.requireNothingBesideDemo(storeFlags);
        try (DemoRecordings demo = DemoRecordings.unpack()) {
            return serve(demo.configuration(flags.values(), process.environment()), process);
        }
    }

    private int serve(Configuration configuration, ProcessEnvironment process) throws InterruptedException {
        process.say(configuration.logFormat());
        // beside the server, since neither is quick
        CompletableFuture<StopSignals> taken = CompletableFuture.supplyAsync(StopSignals::install);
        EndOfProcess end = new EndOfProcess();
        StartMessages messages = new StartMessages(process, configuration, StoreFlags.location(process, configuration));
        if (verbose.isGiven()) {
            messages.sayOrigins();
        }
        try (PrintStream log = log()) {
            Reprise reprise = Reprise.start(
                    configuration,
                    process.directory(),
                    new ServerParts.LogOptions(log, detail(), configuration.logFormat(), recordCommand(configuration)),
                    outOfMemory -> end.outOfMemory());
            try (reprise) {
                StopSignals signals = taken.join();
                end.watch(signals, configuration.drain());
                messages.sayServing(reprise, flags.isDemo());
                signals.await();
                reprise.stop();
                Optional<String> prune = flags.isDemo() ? Optional.empty() : RecordCommand.prune(configuration);
                return new ExitReport(process, configuration.failOn(), true, prune, recordCommand(configuration))
                        .tell(reprise, quiet.isGiven());
            }
        }
    }

    private Detail detail() {
        if (quiet.isGiven()) {
            return Detail.NOTHING;
        }
        return verbose.isGiven() ? Detail.DECISIONS : Detail.REQUESTS;
    }

    /** What records into the same store what this server misses; nothing can be added to the demo's. */
    private String recordCommand(Configuration configuration) {
        Setting recordings = Setting.RECORDINGS;
        return RecordCommand.line(
                flags.isDemo()
                        ? recordings.standard()
                        : configuration.of(recordings).text(),
                configuration);
    }

    private PrintStream log() {
        return new PrintStream(new BufferedOutputStream(process.log(), LOG_BUFFER), false, StandardCharsets.UTF_8);
    }
}
