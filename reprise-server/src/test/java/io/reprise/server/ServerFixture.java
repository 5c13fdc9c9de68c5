package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.plan.Mode;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.MemoryStore;
import io.reprise.core.store.Store;
import io.reprise.core.stream.StreamFormats;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.http.Endpoint;
import io.reprise.server.http.Limits;
import io.reprise.server.http.Listening;
import io.reprise.server.lookup.CacheSettings;
import io.reprise.server.memory.MemorySettings;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.report.Detail;
import io.reprise.server.spool.SpoolSettings;
import io.reprise.server.tls.TlsIdentity;
import io.reprise.server.upstream.Upstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test of a whole server needs: a store with recordings, servers, upstreams, and someone who asks. */
final class ServerFixture implements AfterEachCallback {
    static final String QUESTION =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}";

    private final MemoryStore store = new MemoryStore();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Set<String> files = OpenFiles.now();
    private final Set<Integer> upstreamPorts = new HashSet<>();
    private Duration drain = Duration.ofSeconds(5);
    private CacheSettings cache = CacheSettings.DEFAULT;
    private KeepSettings keeping = KeepSettings.DEFAULT;
    private Optional<TlsIdentity> tls = Optional.empty();
    private AccessSettings access = AccessSettings.DEFAULT;
    private Limits sizes = Limits.DEFAULT;
    private Redaction redaction = Redaction.DEFAULT;
    private Detail detail = Detail.REQUESTS;
    private ClientTimeouts timeouts = ClientTimeouts.DEFAULT;
    private MemorySettings memory = MemorySettings.standard();
    private volatile InstantSource clock = InstantSource.system();

    private Optional<SpoolSettings> spool = Optional.empty();

    /** Where answers wait for servers that are started from now on. */
    void spool(SpoolSettings settings) {
        spool = Optional.of(settings);
    }

    MemoryStore store() {
        return store;
    }

    /** How long servers that are started from now on wait for running answers when they stop. */
    void drain(Duration time) {
        drain = time;
    }

    /** What servers that are started from now on keep that usually is not kept. */
    void keeping(KeepSettings settings) {
        keeping = settings;
    }

    /** What servers that are started from now on may take of the memory and the disk. */
    void memory(MemorySettings settings) {
        memory = settings;
    }

    /** What all servers take for now. */
    void clock(Instant now) {
        clock = InstantSource.fixed(now);
    }

    /** What servers that are started from now on speak TLS with. */
    void tls(TlsIdentity identity) {
        tls = Optional.of(identity);
    }

    /** Who may use servers that are started from now on. */
    void access(AccessSettings settings) {
        access = settings;
    }

    /** How long servers that are started from now on wait for clients. */
    void timeouts(ClientTimeouts limits) {
        timeouts = limits;
    }

    /** What servers that are started from now on keep in memory. */
    void cache(CacheSettings settings) {
        cache = settings;
    }

    /** How large what is sent to servers may be that are started from now on. */
    void sizes(Limits limits) {
        sizes = limits;
    }

    /** What servers that are started from now on do with credentials. */
    void redaction(Redaction policy) {
        redaction = policy;
    }

    /** How much servers say that are started from now on. */
    void detail(Detail much) {
        detail = much;
    }

    /** What all servers have said so far. */
    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    RepriseServer serve(Mode mode, ReplaySettings replaying, TestUpstream... upstreams) {
        return serve(mode, replaying, store, KeyRules.NONE, upstreams);
    }

    RepriseServer serve(
            Mode mode, ReplaySettings replaying, Store recordings, KeyRules rules, TestUpstream... upstreams) {
        List<Upstream> all = new ArrayList<>();
        for (TestUpstream upstream : upstreams) {
            all.add(new Upstream(all.isEmpty() ? "" : "u" + all.size(), upstream.url(), List.of(), Headers.NONE));
        }
        return serve(mode, replaying, recordings, rules, all);
    }

    /** With upstreams of any names and URLs. */
    RepriseServer serve(Mode mode, List<Upstream> upstreams) {
        return serve(mode, ReplaySettings.DEFAULT, store, KeyRules.NONE, upstreams);
    }

    /** Records what this upstream answers. */
    RepriseServer record(Upstream upstream) {
        return serve(Mode.RECORD, ReplaySettings.DEFAULT, store, KeyRules.NONE, List.of(upstream));
    }

    RepriseServer serve(Mode mode, ReplaySettings replaying, Store recordings, KeyRules rules, List<Upstream> all) {
        all.forEach(upstream -> upstreamPorts.add(upstream.address().port()));
        ServerSettings settings = new ServerSettings(
                new Listening(new Endpoint("127.0.0.1", 0, tls), access, sizes, timeouts, drain),
                mode,
                all,
                keeping,
                replaying,
                cache);
        PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
        RepriseServer server = RepriseServer.start(
                settings,
                new ServerParts(
                        recordings,
                        rules,
                        redaction,
                        new ServerParts.LogOptions(out, detail, "record"),
                        new ServerParts.Host(
                                NetworkTransport.AUTO,
                                memory,
                                outOfMemory -> {},
                                () -> clock.instant(),
                                io.reprise.server.report.TelemetryProvider.Opening.NONE),
                        spool));
        open.add(server);
        return server;
    }

    /** Has the upstream closed at the end. */
    FakeRealtime with(FakeRealtime upstream) {
        open.add(upstream);
        return upstream;
    }

    FakeUpstream upstream(FakeUpstream.Script script) throws IOException {
        FakeUpstream upstream = new FakeUpstream(script);
        open.add(upstream);
        return upstream;
    }

    /** Has it closed when the test is over. */
    <T extends AutoCloseable> T closing(T opened) {
        open.add(opened);
        return opened;
    }

    /** Keeps a stream of these events as the answer to {@link #QUESTION}. */
    void keepStream(String... events) {
        keep(QUESTION, 1, stream(20, events));
    }

    void keep(String body, int occurrence, Response response) {
        Request request = request(body);
        Question question = KeyRules.NONE.question(request, TestId.NONE);
        Exchange exchange = new Exchange(request, response); // by the store itself, which keeps what is odd as well
        List<Store.Item> present = store.series(question, "");
        if (occurrence <= present.size()) {
            store.replace(present.get(occurrence - 1), question, "", exchange);
        } else {
            store.append(question, "", exchange);
        }
    }

    /** Keeps a conversation that its client has ended by going away. */
    void keepConversation(String path, String query, SocketMessage... messages) {
        Request request = new Request("GET", path, query, Headers.NONE, Bytes.EMPTY);
        Response response = new Response(101, Headers.NONE, StreamFormat.WHOLE, List.of(), Ending.COMPLETE);
        SocketConversation said = new SocketConversation(List.of(messages), Optional.empty());
        Question question = KeyRules.NONE.question(request, TestId.NONE);
        store.append(question, "", new Exchange(request, response, Optional.of(said)));
    }

    static Request request(String body) {
        return new Request(
                "POST", "/v1/chat/completions", "", Headers.of("content-type", "application/json"), Bytes.utf8(body));
    }

    /** @param gap milliseconds between the events */
    static Response stream(long gap, String... events) {
        List<Chunk> chunks = new ArrayList<>();
        for (String event : events) {
            chunks.add(new Chunk(gap * (chunks.size() + 1), Bytes.utf8("data: " + event + "\n\n")));
        }
        return new Response(
                200, Headers.of("content-type", "text/event-stream"), StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    static HttpRequest chat(RepriseServer server, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(server).resolve("/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    /** A free port of the loopback interface, with what is usual for all else. */
    static Listening loopback(Duration drain) {
        return new Listening(
                new Endpoint("127.0.0.1", 0, Optional.empty()),
                AccessSettings.DEFAULT,
                Limits.DEFAULT,
                ClientTimeouts.DEFAULT,
                drain);
    }

    static URI url(RepriseServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    static HttpResponse<String> ask(HttpClient.Version version, HttpRequest request)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(version)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    static HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
        return ask(HttpClient.Version.HTTP_1_1, request);
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        for (AutoCloseable each : open) {
            if (each instanceof RepriseServer server) {
                assertNothingIsLeft(server);
            }
        }
        soon().untilAsserted(() ->
                assertThat(threadsOfServers()).as("threads that are left").isEmpty());
        soon().untilAsserted(
                        () -> assertThat(files).as("files that are left open").containsAll(OpenFiles.now()));
    }

    private void assertNothingIsLeft(RepriseServer closed) {
        Unfinished left = closed.unfinished();
        assertThat(left.work() + left.timers())
                .as("work and timers that are left")
                .isZero();
        assertThat(closed.memoryUsed()).as("memory that is left").isZero();
        assertThat(closed.spillFiles()).as("files that are left").isZero();
        soon().untilAsserted(() -> assertThat(OpenConnections.of(closed.port()))
                .as("connections of clients that are left")
                .isEmpty());
        for (int port : upstreamPorts) {
            soon().untilAsserted(() -> assertThat(OpenConnections.to(port))
                    .as("connections to upstreams that are left")
                    .isEmpty());
        }
    }

    /** Looks at once, since nearly always nothing is left. */
    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static List<String> threadsOfServers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reprise-") || name.startsWith("vert.x-"))
                .toList();
    }
}
