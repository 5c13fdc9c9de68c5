package io.reprise.config;

import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.server.RepriseServer;
import io.reprise.server.ServerParts;
import io.reprise.server.http.ListenException;
import io.reprise.server.outcome.RecordingAges;
import io.reprise.server.outcome.Report;
import io.reprise.server.spool.Spooled;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A running server in this process, with the store that it records into and replays from. {@link #close} stops it.
 *
 * <pre>{@code
 * try (Reprise reprise = Reprise.builder()
 *         .recordings(Path.of("src/test/recordings"))
 *         .upstream("https://api.example.com/v1")
 *         .start()) {
 *     client.baseUrl(reprise.url() + "/v1");
 * }
 * }</pre>
 */
public final class Reprise implements AutoCloseable {
    private final RepriseServer server;
    private final Store store;
    private final String host;
    private final Optional<AccessToken> token;
    private final Optional<ListenerCertificate> certificate;
    /** The directory whose runs are noted; empty if the store is another. */
    private final Optional<Path> runs;

    private final AtomicBoolean isRunNoted = new AtomicBoolean();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Reprise(
            RepriseServer server,
            Store store,
            String host,
            Optional<AccessToken> token,
            Optional<ListenerCertificate> certificate) {
        this.certificate = certificate;
        this.server = server;
        this.store = store;
        this.host = host;
        this.token = token;
        this.runs = store instanceof DirectoryStore own ? Optional.of(own.root()) : Optional.empty();
    }

    /** What a server shall be like, before it is started. */
    public static RepriseBuilder builder() {
        return new RepriseBuilder();
    }

    /**
     * Starts a server; on return it answers.
     *
     * @param workingDirectory what a relative path of recordings is relative to
     * @param onOutOfMemory called on any thread when the memory has run out; a program of its own ends there
     * @throws IllegalArgumentException if a setting has no meaning; the message shows it and tells where it stands
     * @throws StoreException if the store cannot be opened
     * @throws ListenException if it cannot listen at its address
     */
    public static Reprise start(
            Configuration configuration,
            Path workingDirectory,
            ServerParts.LogOptions log,
            Consumer<OutOfMemoryError> onOutOfMemory) {
        Optional<AccessToken> token = AccessToken.of(configuration);
        token.ifPresent(text -> configuration.known().configure(text.text()));
        Optional<ListenerCertificate> certificate =
                ListenerCertificate.of(configuration, workingDirectory, Instant.now());
        UsualConnection.requireAuthorities(configuration, workingDirectory);
        RecordingsLocation recordings = RecordingsLocation.of(configuration, workingDirectory);
        if (configuration.mode().keeps()) {
            recordings.requireMakeable();
        }
        Store store = recordings.open(warning -> {
            log.out()
                    .println(log.format().message(configuration.redact().words().of(warning)));
            log.out().flush();
        });
        try {
            RepriseServer server = RepriseServer.start(
                    configuration.serverSettings(
                            token.map(AccessToken::text), certificate.map(ListenerCertificate::identity)),
                    new ServerParts(
                            store,
                            configuration.rules(),
                            configuration.redact(),
                            log,
                            new ServerParts.Host(
                                    configuration.networking(),
                                    configuration.memory(),
                                    onOutOfMemory,
                                    InstantSource.system(),
                                    configuration.telemetry()),
                            recordings.spool()));
            return new Reprise(server, store, configuration.of(Setting.HOST).text(), token, certificate);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    /**
     * Where it listens, such as {@code http://127.0.0.1:8000}; the base URL of most clients is this and {@code /v1}. With a certificate, it
     * begins with {@code https://}; the same with {@code http://} works as well.
     */
    public String url() {
        return (certificate.isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port();
    }

    /** As {@link #url()}, for requests that belong to a test. */
    public String url(TestId test) {
        return url() + test.pathPrefix();
    }

    public int port() {
        return server.port();
    }

    /** What each request must bring, as API key or in the header {@code X-Reprise-Token}; empty if nothing is asked for. */
    public Optional<AccessToken> token() {
        return token;
    }

    /** What it speaks TLS with; empty if it speaks clear text only. */
    public Optional<ListenerCertificate> certificate() {
        return certificate;
    }

    /**
     * What was replayed, recorded and missed. A request counts a moment after its answer has ended; once the server is closed,
     * all are counted.
     */
    public Report report() {
        return server.report();
    }

    /**
     * The recordings that no request used, of the tests that ran; at most {@code most}. Reads the recordings that may be among them; blocks.
     * To be called before {@link #close}.
     */
    public UnusedRecordings unused(int most) {
        return UnusedRecordings.find(store, server.used(), most);
    }

    /** Whether a request named a test. */
    public boolean hasRunTests() {
        return server.used().tests().stream().anyMatch(test -> !test.isNone());
    }

    /** The recordings that answered although they are older than {@code max-age} allows. */
    public RecordingAges.Noted ages() {
        return server.ages();
    }

    /** Why requests got an error instead of an answer, and how many; at most 20 different reasons. */
    public Map<String, Integer> failures() {
        return server.failures();
    }

    /** The answers that wait on local disk until the database is back; also after {@link #stop}. Empty if none can. */
    public Optional<Spooled> spooled() {
        return server.spooled();
    }

    /** How the system is asked for what comes over the network: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        return server.transport();
    }

    /** Stops listening, and lets running answers end for as long as the setting {@code drain} allows. Its store is open until {@link #close}. */
    public void stop() {
        server.close();
        if (!isRunNoted.getAndSet(true)) {
            runs.ifPresent(directory -> RunNote.write(directory, server.used(), Instant.now()));
        }
    }

    /** As {@link #stop}, and closes the store. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        try {
            stop();
        } finally {
            store.close();
        }
    }
}
