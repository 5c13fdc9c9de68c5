package io.reprise.server;

import io.netty.handler.ssl.SslContext;
import io.reprise.core.exchange.Request;
import io.reprise.core.plan.Mode;
import io.reprise.server.client.UpstreamClient;
import io.reprise.server.connection.AcceptingTransport;
import io.reprise.server.connection.ConnectionLimits;
import io.reprise.server.connection.KnownRequests;
import io.reprise.server.connection.ServerTls;
import io.reprise.server.http.Http2Limits;
import io.reprise.server.http.ListenException;
import io.reprise.server.http.Listening;
import io.reprise.server.network.EventLoop;
import io.reprise.server.outcome.FailedRecordings;
import io.reprise.server.outcome.LossReason;
import io.reprise.server.outcome.RecordingAges;
import io.reprise.server.outcome.Report;
import io.reprise.server.outcome.UsedRecordings;
import io.reprise.server.report.QuietLog;
import io.reprise.server.spool.Spooled;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A running server. */
public final class RepriseServer implements AutoCloseable {
    private static final long START_TIMEOUT_S = 30;
    private static final long STOP_TIMEOUT_MS = 5_000;

    /** An answer that no client waits for may be about to end. */
    private static final long UNWATCHED_MS = 2_000;

    /**
     * Of how connections have broken, Vert.x writes names of its classes, without a request, and as often as a client likes. Who broke HTTP/2 is
     * told by GOAWAY.
     */
    private final QuietLog connectionLog = new QuietLog("io.vertx.core.net.impl.ConnectionBase");

    private final Vertx vertx;
    private final Transport transport;
    private final Workers workers = new Workers();
    private final ServerSettings settings;
    private final ServerParts parts;
    private final ServerAssembly assembly;
    private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
    private final List<LoopAssembly.LoopParts> loops = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final KnownRequests knownRequests;
    private final AtomicInteger connections = new AtomicInteger();

    private RepriseServer(Transport transport, ServerSettings settings, ServerParts parts) {
        this.transport = transport;
        this.settings = settings;
        this.parts = parts;
        Optional<SslContext> tls = settings.listening().endpoint().tls().map(ServerTls::of);
        this.assembly = new ServerAssembly(settings, parts, workers);
        this.knownRequests =
                new KnownRequests(assembly.memory().budget().knownRequestsLimit(), assembly.journal()::say);
        ConnectionLimits limits = new ConnectionLimits(
                settings.listening().timeouts(),
                settings.listening().limits().requestHead(),
                connections,
                knownRequests,
                settings.listening().drain(),
                assembly.journal()::say);
        this.vertx = vertx(new AcceptingTransport(transport, tls, limits));
    }

    private static Vertx vertx(Transport transport) {
        return Vertx.builder()
                .withTransport(transport)
                .with(new VertxOptions()
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))
                        .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())))
                .build();
    }

    /**
     * Starts to listen; on return the server answers.
     *
     * @throws ListenException if it cannot listen at that address
     * @throws IllegalArgumentException if this machine does not have the transport
     */
    public static RepriseServer start(ServerSettings settings, ServerParts parts) {
        if (settings.mode() != Mode.REPLAY) {
            UpstreamClient.requireUsable(settings.upstreams());
        }
        RepriseServer server = new RepriseServer(parts.host().transport().transport(), settings, parts);
        try {
            server.listen();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        server.assembly.listensAt(server.port());
        server.assembly.scan().start();
        server.assembly.watch().start();
        return server;
    }

    private void listen() {
        HttpServerOptions options = options(settings.listening());
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            await(vertx.deployVerticle(new LoopDeployment(options)), settings.listening());
        }
    }

    private static HttpServerOptions options(Listening listening) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(listening.limits().requestHead())
                .setMaxHeaderSize(listening.limits().requestHead())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
        return Http2Limits.putInto(options, listening.limits());
    }

    /** All listeners share a port, also one that the system chooses. */
    private static SocketAddress address(Listening listening) {
        return listening.port() == 0
                ? SocketAddress.sharedRandomPort(1, listening.host())
                : SocketAddress.inetSocketAddress(listening.port(), listening.host());
    }

    /** One listener on one event loop; all share the port. */
    private final class LoopDeployment implements Deployable {
        private final HttpServerOptions options;

        LoopDeployment(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public Future<?> deploy(Context context) {
            EventLoop loop = new EventLoop(
                    vertx,
                    context,
                    new EventLoop.Threads(workers, workers.keepers()),
                    assembly.memory().budget(),
                    parts.host().onOutOfMemory());
            LoopAssembly.LoopParts own = assembly.forLoop(vertx, loop);
            loops.add(own);
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(own.listener()::accept)
                    .invalidRequestHandler(own.listener()::acceptInvalid);
            return server.listen(address(settings.listening())).onSuccess(listeners::add);
        }

        @Override
        public Future<?> undeploy(Context context) {
            return Future.succeededFuture();
        }
    }

    private static void await(Future<?> future, Listening listening) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ListenException(listening, stopped);
        } catch (ExecutionException | TimeoutException failed) {
            throw new ListenException(listening, failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** The port it listens on. */
    public int port() {
        return listeners.get(0).actualPort();
    }

    /** How many answers should have been kept and could not be. */
    public long failedRecordings() {
        return assembly.failed().count();
    }

    /** What it did so far; also after it was closed. */
    public Report report() {
        return assembly.report();
    }

    /** The answers that wait on local disk until the store is back; also after it was closed. Empty if none can. */
    public Optional<Spooled> spooled() {
        return assembly.watch().spooled();
    }

    /** The recordings that it has used so far; also after it was closed. */
    public UsedRecordings used() {
        return assembly.journal().used();
    }

    /** The recordings that answered although they are older than they may be; also after it was closed. */
    public RecordingAges.Noted ages() {
        return assembly.journal().ages().noted();
    }

    /** Why requests got an error instead of an answer, and how many; also after it was closed. */
    public Map<String, Integer> failures() {
        return assembly.journal().failures().noted();
    }

    /** How the system is asked for what comes over the network: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        // Vert.x falls back without a word
        return (vertx.isNativeTransportEnabled() ? transport : Transport.NIO).name();
    }

    /** How many connections of clients are open. */
    public int openConnections() {
        return connections.get();
    }

    /** How many requests were answered without being decoded. */
    long answeredUndecoded() {
        return knownRequests.answered();
    }

    /** What has not come to its end. */
    Unfinished unfinished() {
        return assembly.unfinished(loops);
    }

    /** What is taken of the memory's budget: 0 when nothing goes on. */
    long memoryUsed() {
        return assembly.memory().budget().used();
    }

    /** How many answers are partly on disk. */
    long spillFiles() {
        return assembly.memory().files().files();
    }

    /** Stops listening, lets running answers end for as long as the settings allow, and stops. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        assembly.scan().close();
        assembly.events().close();
        assembly.closeLists();
        long drain = settings.listening().drain().toMillis();
        List<Future<Void>> stops = listeners.stream()
                .map(listener -> listener.shutdown(drain, TimeUnit.MILLISECONDS))
                .toList();
        loops.forEach(own -> own.loop().execute(own.openAnswers()::endAll));
        assembly.inFlight().giveUpEndless();
        assembly.conversations().stop(drain);
        assembly.inFlight().await(drain, UNWATCHED_MS).forEach(this::giveUp);
        settle(Future.join(stops), drain + STOP_TIMEOUT_MS);
        loops.forEach(own -> own.loop().execute(own.loop()::stopTimers));
        workers.close();
        assembly.directories().close();
        assembly.watch().close();
        settle(vertx.close(), STOP_TIMEOUT_MS);
        assembly.journal().close();
        connectionLog.close();
    }

    private void giveUp(Request request) {
        String reason = "the server stopped before the answer had ended; --drain gives it more time";
        assembly.failed()
                .add(
                        LossReason.STOPPED,
                        new FailedRecordings.FailedRecording(request.method(), request.path(), "", reason));
    }

    private static void settle(Future<?> stopping, long millis) {
        try {
            stopping.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            // What has not ended by now ends with the process.
        }
    }
}
