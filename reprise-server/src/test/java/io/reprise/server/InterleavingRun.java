package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Headers;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.replay.pace.Pace;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.Interleaving.Setting;
import io.reprise.server.Interleaving.Step;
import io.reprise.server.Interleaving.Step.Ask;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.Detail;
import io.reprise.server.upstream.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/** Carries out an interleaving, and writes down what was seen. */
final class InterleavingRun implements AutoCloseable {
    private static final long PATIENCE_S = 10;

    /**
     * What a client got.
     *
     * @param hasLeft whether it went away by itself
     * @param startNanos when it asked
     * @param endNanos when it had the end
     */
    record Seen(Ask ask, Received received, boolean hasLeft, long startNanos, long endNanos) {}

    /** Who asks, for all runs. */
    record Clients(ExecutorService threads, Http2Client http2) {}

    private final Interleaving script;
    private final Clients clients;
    private final Path directory;
    private final Gates gates = new Gates();
    private final PlannedUpstream upstream;
    private final WatchedStore store;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<Seen> seen = new ArrayList<>();
    private final List<String> edited = new ArrayList<>();
    private final Map<Integer, Future<Seen>> running = new ConcurrentHashMap<>();
    private RepriseServer server;
    private long lost;

    InterleavingRun(Interleaving script, Clients clients, Path directory) throws IOException {
        this.script = script;
        this.clients = clients;
        this.directory = directory;
        this.upstream = new PlannedUpstream(script, gates);
        this.store = new WatchedStore(new DirectoryStore(directory, KeyRules.NONE));
        this.server = start(script.setting().mode());
    }

    private RepriseServer start(Mode mode) {
        Setting setting = script.setting();
        KeepSettings keeping = new KeepSettings(setting.keepsErrors(), setting.keepsCut(), Duration.ofSeconds(20))
                .with(setting.sharing())
                .with(AskAgain.parse(setting.asksPostsAgain() ? "GET,HEAD,POST" : "GET,HEAD"));
        ServerSettings settings = new ServerSettings(
                ServerFixture.loopback(Duration.ofMillis(30)),
                mode,
                List.of(new Upstream("", upstream.scripted().url(), List.of(), Headers.NONE)),
                keeping,
                new ReplaySettings(setting.repeat(), Pace.INSTANT, List.of(), List.of()),
                CacheSettings.DEFAULT);
        return RepriseServer.start(
                settings,
                new ServerParts(
                        store,
                        KeyRules.NONE,
                        Redaction.DEFAULT,
                        new ServerParts.LogOptions(
                                new PrintStream(log, true, StandardCharsets.UTF_8), Detail.REQUESTS, "record"),
                        ServerParts.Host.of(NetworkTransport.AUTO)));
    }

    /** Carries out all steps, and lets everything come to its end. */
    void perform() throws Exception {
        for (Step step : script.steps()) {
            perform(step);
        }
        settle();
    }

    private void perform(Step step) throws Exception {
        if (step instanceof Ask ask) {
            int port = server.port();
            running.put(ask.number(), clients.threads().submit(() -> ask(ask, port)));
        } else if (step instanceof Step.AwaitCall awaited) {
            Future<Seen> its = running.get(awaited.number());
            quickly()
                    .until(() -> its == null
                            || its.isDone()
                            || gates.isAwaited()
                            || upstream.calls().containsKey(awaited.number()));
        } else if (step instanceof Step.Go go) {
            gates.open(go.pieces());
        } else if (step instanceof Step.Settle) {
            settle();
        } else if (step instanceof Step.StartOver over) {
            Http1Client.post(
                    server.port(), "/__reprise/tests/start-over?test=" + over.test(), Map.of(), "", bytes -> true);
        } else if (step instanceof Step.Restart) {
            stop();
            server = start(script.setting().mode());
        } else if (step instanceof Step.Edit edit) {
            settle();
            RecordingEdit.in(directory, edit.which()).ifPresent(edited::add);
        } else if (step instanceof Step.Disk disk) {
            store.fill(disk.isFull());
        }
    }

    private static ConditionFactory quickly() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(PATIENCE_S));
    }

    private Seen ask(Ask ask, int port) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(PlannedUpstream.NUMBER, String.valueOf(ask.number()));
        headers.put("content-type", "application/json");
        if (!ask.test().isEmpty()) {
            headers.put("x-reprise-test", ask.test());
        }
        ask.mode().ifPresent(mode -> headers.put("x-reprise-mode", mode.toString()));
        if (ask.retry() > 0) {
            headers.put("x-stainless-retry-count", String.valueOf(ask.retry()));
        }
        if (!ask.pace().isEmpty()) {
            headers.put("x-reprise-pace", ask.pace());
        }
        PatientReader reader = new PatientReader(ask, gates);
        long start = System.nanoTime();
        if (ask.client().leaveAfter() == Interleaving.Client.AT_ONCE) {
            try {
                Http1Client.leave(
                        ask.asked().method(),
                        port,
                        ask.asked().path(),
                        headers,
                        ask.asked().body());
            } catch (IOException stopped) {
                // it has seen nothing, as if it had left
            }
            return new Seen(ask, Received.NOTHING, true, start, System.nanoTime());
        }
        Received received;
        try {
            received = ask.client().isHttp2()
                    ? clients.http2()
                            .ask(
                                    ask.asked().method(),
                                    port,
                                    ask.asked().path(),
                                    headers,
                                    ask.asked().body(),
                                    reader)
                    : Http1Client.ask(
                            ask.asked().method(),
                            port,
                            ask.asked().path(),
                            headers,
                            ask.asked().body(),
                            reader);
        } catch (IOException broken) {
            if (broken instanceof java.net.SocketTimeoutException) {
                throw new AssertionError("request " + ask.number() + " has no end", broken);
            }
            received = Received.NOTHING;
        }
        return new Seen(ask, received, reader.hasLeft(), start, System.nanoTime());
    }

    /** Leaves, or waits, where the script says so. */
    private static final class PatientReader implements Http2Client.Reader {
        private final Ask ask;
        private final Gates gates;
        private volatile boolean hasLeft;
        private boolean hasWaited;

        PatientReader(Ask ask, Gates gates) {
            this.ask = ask;
            this.gates = gates;
        }

        boolean hasLeft() {
            return hasLeft;
        }

        @Override
        public boolean goesOn(int bytes) {
            if (ask.client().isSlow() && !hasWaited) {
                hasWaited = true;
                try {
                    gates.pass();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
            hasLeft |= ask.client().leaveAfter() >= 0 && bytes > ask.client().leaveAfter();
            return !hasLeft;
        }
    }

    private void settle() throws Exception {
        gates.openAll();
        collect();
        try {
            quickly().untilAsserted(() -> assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING));
        } finally {
            gates.close();
        }
    }

    private void collect() throws Exception {
        for (Integer number : List.copyOf(running.keySet())) {
            seen.add(running.remove(number).get(PATIENCE_S, TimeUnit.SECONDS));
        }
    }

    private void stop() {
        server.close();
        lost += server.failedRecordings();
        quickly()
                .untilAsserted(
                        () -> assertThat(OpenConnections.of(server.port())).isEmpty());
        quickly()
                .untilAsserted(
                        () -> assertThat(OpenConnections.to(upstream.scripted().port()))
                                .isEmpty());
    }

    /** Starts a server that replays, in the place of the other one. */
    RepriseServer replay() {
        stop();
        server = start(Mode.REPLAY);
        return server;
    }

    Interleaving script() {
        return script;
    }

    PlannedUpstream upstream() {
        return upstream;
    }

    WatchedStore store() {
        return store;
    }

    List<Seen> seen() {
        return seen;
    }

    /** The bodies of recordings that somebody has edited, as they are now. */
    List<String> edited() {
        return edited;
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** How many answers should have been kept and were not, as all servers say that have stopped. */
    long lost() {
        return lost;
    }

    @Override
    public void close() throws IOException {
        gates.openAll();
        server.close();
        upstream.close();
        store.close();
    }
}
