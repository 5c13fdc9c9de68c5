package io.reprise.server;

import io.reprise.core.json.Json;
import io.reprise.core.key.KeyRules;
import io.reprise.core.plan.Occurrences;
import io.reprise.core.redact.Redaction;
import io.reprise.core.replay.fault.FaultRules;
import io.reprise.core.replay.pace.Paces;
import io.reprise.core.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running server. */
public final class RepriseServer implements AutoCloseable {
    private static final long START_TIMEOUT_S = 30;
    private static final int WORKERS = 16;

    private final Vertx vertx;
    private final Transport transport;
    private final Shared shared;
    private final StoreScan scan;
    private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final List<Runnable> lettingGo = new CopyOnWriteArrayList<>();

    private RepriseServer(Vertx vertx, Transport transport, Shared shared, StoreScan scan) {
        this.vertx = vertx;
        this.transport = transport;
        this.shared = shared;
        this.scan = scan;
    }

    /** What a server is made of. */
    public record Parts(
            Store store, KeyRules rules, Redaction redaction, LogOptions telling, NetworkTransport networking) {}

    /**
     * How people are told what happens.
     *
     * @param log where the line per request goes
     * @param recordCommand the command line that records what is missed, for people to copy
     */
    public record LogOptions(PrintStream log, Detail detail, String recordCommand) {}

    /** How much the log says. */
    public enum Detail {
        NOTHING,
        /** A line per request. */
        REQUESTS,
        /** Also what explains each decision. */
        DECISIONS
    }

    /**
     * Starts to listen; on return the server answers.
     *
     * @throws ListenException if it cannot listen at that address
     * @throws IllegalArgumentException if this machine does not have the networking
     */
    public static RepriseServer start(ServerSettings settings, Parts parts) {
        Transport transport = parts.networking().transport();
        Vertx vertx = Vertx.builder()
                .withTransport(transport)
                .with(new VertxOptions()
                        .setFileSystemOptions(new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false))
                        .setWorkerPoolSize(WORKERS)
                        .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())))
                .build();
        StoreScan scan = new StoreScan(parts.store(), parts.rules());
        Journal journal = new Journal(parts.telling().log(), parts.telling().detail());
        Occurrences occurrences = new Occurrences(settings.replaying().repeat());
        RecordingCache library = new RecordingCache(
                vertx,
                new RecordingCache.Shelf(parts.store(), new Upstreams(settings.upstreams())),
                scan,
                settings.replaying());
        Recorder recorder = new Recorder(parts.store(), parts.redaction(), occurrences, scan, settings.keeping());
        Shared.Archive archive = new Shared.Archive(
                new Shared.Recordings(library, recorder, new Listing(parts.store())),
                new InFlightRequests(),
                occurrences,
                new FailedRecordings());
        Shared shared = new Shared(
                settings,
                new Shared.Rules(
                        parts.rules(),
                        new FaultRules(settings.replaying().manners().faults()),
                        new Paces(
                                settings.replaying().manners().pace(),
                                settings.replaying().manners().paces())),
                archive,
                journal,
                new MissLog(
                        scan.index(),
                        parts.rules(),
                        parts.store(),
                        parts.telling().recordCommand()));
        RepriseServer server = new RepriseServer(vertx, transport, shared, scan);
        try {
            server.listen();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        scan.start();
        return server;
    }

    private void listen() {
        ServerSettings.Listening listening = shared.settings().listening();
        AccessControl gate = new AccessControl(listening.host(), listening.token());
        DeploymentOptions one = new DeploymentOptions();
        HttpServerOptions options = options(listening);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            await(vertx.deployVerticle(new EventLoop(gate, options), one), listening);
        }
    }

    private static HttpServerOptions options(ServerSettings.Listening listening) {
        return new HttpServerOptions()
                .setMaxInitialLineLength(listening.limits().requestHead())
                .setMaxHeaderSize(listening.limits().requestHead())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true);
    }

    /** All listeners share a port, also one that the system chooses. */
    private static SocketAddress address(ServerSettings.Listening listening) {
        return listening.port() == 0
                ? SocketAddress.sharedRandomPort(1, listening.host())
                : SocketAddress.inetSocketAddress(listening.port(), listening.host());
    }

    /** One listener on one event loop; all share the port. */
    private final class EventLoop implements Deployable {
        private final AccessControl gate;
        private final HttpServerOptions options;

        EventLoop(AccessControl gate, HttpServerOptions options) {
            this.gate = gate;
            this.options = options;
        }

        @Override
        public Future<?> deploy(Context context) {
            Listener listener = new Listener(vertx, shared, gate);
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(listener::accept)
                    .invalidRequestHandler(listener::acceptInvalid);
            lettingGo.add(() -> context.runOnContext(ready -> listener.letGo()));
            return server.listen(address(shared.settings().listening())).onSuccess(listeners::add);
        }

        @Override
        public Future<?> undeploy(Context context) {
            return Future.succeededFuture();
        }
    }

    private static void await(Future<?> future, ServerSettings.Listening listening) {
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
    public long losses() {
        return shared.archive().losses().count();
    }

    /** What {@code GET /__reprise/report} answers; also after the server was closed. */
    public Json report() {
        return new ControlApi(vertx, shared).report();
    }

    /** How the system is asked for what comes over the network: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        // Vert.x falls back without a word
        return (vertx.isNativeTransportEnabled() ? transport : Transport.NIO).name();
    }

    /** Stops listening, lets running answers end for as long as the settings allow, and stops. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        scan.close();
        long drain = shared.settings().listening().drain().toMillis();
        List<Future<Void>> stops = listeners.stream()
                .map(listener -> listener.shutdown(drain, TimeUnit.MILLISECONDS))
                .toList();
        lettingGo.forEach(Runnable::run);
        int givenUp = shared.archive().flights().await(drain);
        settle(Future.join(stops), drain + 5_000);
        if (givenUp > 0) {
            shared.journal().say("gave up " + givenUp + " recordings that had not ended; --drain gives them more time");
        }
        settle(vertx.close(), 5_000);
        shared.journal().close();
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
