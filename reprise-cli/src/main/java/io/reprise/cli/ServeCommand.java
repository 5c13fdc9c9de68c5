package io.reprise.cli;

import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.Repeat;
import io.reprise.core.store.DirectoryStore;
import io.reprise.server.ListenException;
import io.reprise.server.RepriseServer;
import io.reprise.server.ServerSettings;
import io.reprise.server.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reprise serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Records what programs ask a model API, and answers it again.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "8000", description = "port; 0 takes a free one (${DEFAULT-VALUE})")
    int port = 8000;

    @Option(
            names = "--recordings",
            paramLabel = "DIR",
            defaultValue = "recordings",
            description = "where recordings are kept (./${DEFAULT-VALUE})")
    Path recordings = Path.of("recordings");

    @Option(
            names = "--upstream",
            paramLabel = "[NAME=]URL",
            description = "a real API, with its path, such as https://api.example.com/v1; may be given several times")
    List<String> upstreams = new ArrayList<>();

    @Option(names = "--mode", description = "live, record, replay or record-if-missing")
    @Nullable String mode;

    @Option(names = "--repeat", defaultValue = "last", description = "last, cycle or miss (${DEFAULT-VALUE})")
    String repeat = "last";

    @Option(names = "--keep-errors", description = "keep answers with status 408, 429, 5xx and the like, too")
    boolean keepsErrors;

    @Option(names = "--keep-cut", description = "keep answers that broke off, too")
    boolean keepsCut;

    @Option(names = "-v", description = "explain each decision")
    boolean isVerbose;

    @Override
    public Integer call() throws InterruptedException {
        List<Upstream> asked = upstreams.stream().map(Upstream::parse).toList();
        DirectoryStore store = new DirectoryStore(recordings, KeyRules.NONE);
        ServerSettings settings = new ServerSettings(
                new ServerSettings.Listening(
                        host, port, Optional.empty(), ServerSettings.Limits.DEFAULT, Duration.ofSeconds(10)),
                mode(System.getenv(), asked),
                asked,
                new ServerSettings.Keeping(keepsErrors, keepsCut),
                new ServerSettings.Replaying(
                        Repeat.parse(repeat),
                        io.reprise.core.pace.Pace.INSTANT,
                        ServerSettings.Replaying.DEFAULT.cacheBytes()));
        RepriseServer server;
        try {
            server = RepriseServer.start(
                    settings,
                    new RepriseServer.Parts(
                            store, KeyRules.NONE, io.reprise.core.redact.Redaction.DEFAULT, System.err, isVerbose));
        } catch (ListenException failed) {
            System.err.println("reprise: " + failed.getMessage());
            return 1;
        }
        return serve(server);
    }

    private int serve(RepriseServer server) throws InterruptedException {
        StopSignals signals = StopSignals.install();
        System.out.println(
                "listening on http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port());
        signals.await();
        server.close();
        return server.losses() == 0 ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private Mode mode(Map<String, String> environment, List<Upstream> asked) {
        if (mode != null) {
            return Mode.parse(mode);
        }
        String named = environment.getOrDefault("REPRISE_MODE", "");
        if (!named.isBlank()) {
            return Mode.parse(named);
        }
        boolean isCi = "true".equalsIgnoreCase(environment.getOrDefault("CI", ""));
        return isCi || asked.isEmpty() ? Mode.REPLAY : Mode.RECORD_IF_MISSING;
    }
}
