package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.replay.ReplaySettings;
import io.reprise.server.tls.LocalCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that lets us wait, or leaves. */
@Timeout(120)
@Slow
class ClientTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Who reads may have to wait for the processor meanwhile. */
    private static final Duration LONGER = Duration.ofSeconds(2);

    private static final String HEALTH = "GET /__reprise/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    @TempDir
    Path directory;

    /** A server for which only the named wait is short. */
    private RepriseServer serve(Mode mode, String setting, TestUpstream... upstreams) {
        ClientTimeouts usual = ClientTimeouts.DEFAULT;
        fixture.timeouts(new ClientTimeouts(
                new ClientTimeouts.Arrival(
                        limit(usual.arrival().header(), setting),
                        limit(usual.arrival().body(), setting),
                        limit(usual.arrival().whole(), setting)),
                limit(usual.idle(), setting),
                limit(usual.write(), setting),
                new ClientTimeouts.Ends(
                        limit(usual.ends().tls(), setting), limit(usual.ends().linger(), setting)),
                new ClientTimeouts.Sockets(
                        limit(usual.sockets().idle(), setting),
                        limit(usual.sockets().close(), setting))));
        return fixture.serve(mode, ReplaySettings.DEFAULT, upstreams);
    }

    private RepriseServer serve(String setting) {
        return serve(Mode.REPLAY, setting);
    }

    private static TimeLimit limit(TimeLimit usual, String setting) {
        Duration time = setting.equals("timeouts.write") ? LONGER : SHORT;
        return usual.setting().equals(setting) ? new TimeLimit(setting, time) : usual;
    }

    private static Socket connect(RepriseServer server, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static boolean isAtEnd(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private void assertTimesOut(String setting, String text) throws IOException {
        RepriseServer server = serve(setting);
        try (Socket socket = connect(server, text)) {
            RawAnswer answer = RawAnswer.read(socket.getInputStream());

            assertThat(answer.head()).startsWith("HTTP/1.1 408 ").contains("connection: close");
            assertThat(answer.body())
                    .contains("within 300ms; '" + setting + "' gives it more time")
                    .startsWith("{");
            assertThat(isAtEnd(socket.getInputStream())).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        await().untilAsserted(() -> assertThat(fixture.log()).contains("status=408"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "P", "PRI * HT", "GET /v1/x HT", CHAT, CHAT + "Content-Length: 2\r\n", CHAT + "a"})
    void aHeadThatDoesNotCome(String text) throws IOException {
        assertTimesOut("timeouts.header", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHAT + "Content-Length: 10\r\n\r\n",
                CHAT + "Content-Length: 10\r\n\r\n{}",
                CHAT + "Transfer-Encoding: chunked\r\n\r\n",
                CHAT + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
                CHAT + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\na: b\r\n",
            })
    void aBodyThatDoesNotCome(String text) throws IOException {
        assertTimesOut("timeouts.body", text);
    }

    @Test
    void aRequestBehindAnother() throws IOException {
        RepriseServer server = serve("timeouts.header");
        try (Socket socket = connect(server, HEALTH + "GET /v1/x HT")) {
            assertThat(RawAnswer.read(socket.getInputStream()).head()).startsWith("HTTP/1.1 200 ");
            assertThat(RawAnswer.read(socket.getInputStream()).head()).startsWith("HTTP/1.1 408 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HEALTH, HEALTH + HEALTH})
    void aConnectionThatIsNotUsed(String text) throws IOException {
        RepriseServer server = serve("timeouts.idle");
        try (Socket socket = connect(server, text)) {
            for (int i = 0; i < text.length(); i += HEALTH.length()) {
                assertThat(RawAnswer.read(socket.getInputStream()).head()).startsWith("HTTP/1.1 200 ");
            }
            assertThat(isAtEnd(socket.getInputStream())).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    /** Sends the text, and then bytes one after the other, each well within the limit. */
    private Socket trickle(RepriseServer server, String text, int bytes) throws IOException {
        Socket socket = connect(server, text);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        fixture.closing(clock::shutdownNow);
        int[] sent = {0};
        Future<?> unused = clock.scheduleAtFixedRate(
                () -> {
                    try {
                        if (sent[0]++ < bytes) {
                            socket.getOutputStream().write('x');
                        }
                    } catch (IOException refused) {
                        clock.shutdown();
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        return socket;
    }

    @Test
    void aRequestThatComesSlowlyHasUntilTheLimitOfTheWholeRequest() throws IOException {
        RepriseServer server = serve("timeouts.request");
        try (Socket socket = trickle(server, CHAT + "Content-Length: 1000\r\n\r\n", 1000)) {
            RawAnswer answer = RawAnswer.read(socket.getInputStream());

            assertThat(answer.head()).startsWith("HTTP/1.1 408 ");
            assertThat(answer.body()).contains("timeouts.request");
        }
    }

    @Test
    void aBodyThatComesSlowlyIsAwaited() throws IOException {
        RepriseServer server = serve("timeouts.body");
        try (Socket socket = trickle(server, CHAT + "Content-Length: 50\r\n\r\n", 50)) {
            assertThat(RawAnswer.read(socket.getInputStream()).head()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void aClientThatDoesNotReadIsResetAndOneThatReadsIsNot() throws IOException {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(0, "x".repeat(40 << 20)));
        RepriseServer server = serve("timeouts.write");
        String request = CHAT + "Content-Type: application/json\r\nContent-Length: " + ServerFixture.QUESTION.length()
                + "\r\n\r\n" + ServerFixture.QUESTION;
        try (Socket reading = connect(server, request);
                Socket idle = connect(server, request)) {
            assertThat(RawAnswer.read(reading.getInputStream()).ending()).isEqualTo(RawAnswer.Ending.WHOLE);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(server.openConnections()).isEqualTo(1));
            assertThat(RawAnswer.read(idle.getInputStream()).ending()).isNotEqualTo(RawAnswer.Ending.WHOLE);
        }
        await().untilAsserted(() -> assertThat(fixture.log()).contains("'timeouts.write' gives it more time"));
    }

    @Test
    void aStreamThatPausesIsNoStalledOne() throws IOException {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(3_000, "{}", "[DONE]"));
        RepriseServer server = serve("timeouts.write");

        RawAnswer answer = RawAnswer.of(server, ServerFixture.QUESTION, "X-Reprise-Pace", "recorded");

        assertThat(answer.ending()).isEqualTo(RawAnswer.Ending.WHOLE);
    }

    @Test
    void anAnswerIsAwaitedHoweverLongTheUpstreamTakes() throws IOException {
        CountDownLatch answering = new CountDownLatch(1);
        fixture.closing(answering::countDown);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            answering.await(1, TimeUnit.SECONDS);
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8));
        });
        for (String setting : List.of("timeouts.idle", "timeouts.header", "timeouts.body", "timeouts.request")) {
            RepriseServer server = serve(Mode.LIVE, setting, upstream);

            assertThat(RawAnswer.of(server, "{}").head()).as(setting).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aHandshakeOfTlsThatStops() throws IOException {
        fixture.tls(LocalCertificate.in(directory, Instant.now()).identity());
        RepriseServer server = serve("timeouts.tls");
        try (Socket socket = connect(server, "\u0016\u0003\u0001")) {
            assertThat(isAtEnd(socket.getInputStream())).isTrue();
        }
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("TLS failed: the handshake was not over within 300ms; 'timeouts.tls' gives it more time"));
    }

    @Test
    void aRefusedClientThatSendsOnGetsToReadWhyAndIsClosedAfterAWhile() throws IOException {
        RepriseServer server = serve("timeouts.linger");
        try (Socket socket = trickle(server, CHAT + "Content-Length: 99999999999\r\n\r\n", 1_000_000)) {
            assertThat(RawAnswer.read(socket.getInputStream()).head()).startsWith("HTTP/1.1 413 ");
            assertThat(isAtEnd(socket.getInputStream())).isTrue();
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void aClientThatClosesItsSideGetsTheAnswerOfTheUpstream(String version) throws IOException {
        CountDownLatch answering = new CountDownLatch(1);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            answering.await();
            out.write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}".getBytes(StandardCharsets.UTF_8));
        });
        RepriseServer server = serve(Mode.RECORD, "", upstream);
        try (Socket socket = connect(server, CHAT.replace("HTTP/1.1", version) + "Content-Length: 2\r\n\r\n{}")) {
            socket.shutdownOutput();
            await().untilAsserted(() -> assertThat(upstream.requests()).hasSize(1));
            answering.countDown();
            RawAnswer answer = RawAnswer.read(socket.getInputStream());

            assertThat(answer.head()).contains(" 200 ");
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(isAtEnd(socket.getInputStream())).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void aWebSocketWhoseClientGivesNoSignOfLife() throws IOException {
        fixture.keepConversation("/v1/realtime", "model=m");
        RepriseServer server = serve("timeouts.websocket-idle");
        try (RawClient client = RawClient.connect(server, "/v1/realtime?model=m")) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(pingsUntilTheEnd(client.in())).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    private static boolean pingsUntilTheEnd(InputStream in) throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).startsWith("\u0089");
        } catch (SocketException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 60, 100, 160})
    void aClientThatLeavesAtAnyByteLeavesNothing(int bytes) throws IOException {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(3_000, "{}", "[DONE]"));
        RepriseServer server = serve("");
        String request = CHAT + "Content-Type: application/json\r\nX-Reprise-Pace: recorded\r\nContent-Length: "
                + ServerFixture.QUESTION.length() + "\r\n\r\n" + ServerFixture.QUESTION;
        for (int end : List.of(bytes, request.length() - bytes)) {
            try (Socket socket = connect(server, request.substring(0, end))) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(server.openConnections()).isZero();
            assertThat(server.unfinished()).isEqualTo(Unfinished.NOTHING);
        });
    }

    @Test
    void aClientThatLeavesBeforeTheAnswerIsNoticed() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        fixture.closing(over::countDown);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> over.await());
        RepriseServer server = serve(Mode.LIVE, "", upstream);
        try (Socket socket = connect(server, CHAT + "Content-Length: 2\r\n\r\n{}")) {
            await().untilAsserted(() -> assertThat(upstream.requests()).hasSize(1));
            assertThat(socket.isConnected()).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(server.openConnections()).isZero();
            assertThat(fixture.log()).contains("the client went away");
        });
    }
}
