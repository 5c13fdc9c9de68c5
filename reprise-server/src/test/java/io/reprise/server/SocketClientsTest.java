package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.plan.Mode;
import io.reprise.server.access.AccessSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client of a WebSocket does, it gets an answer or a close, and harms no other. */
@Timeout(120)
@Slow
class SocketClientsTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer live() throws IOException {
        return fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
    }

    private static RawFrames.Frame close(RawClient client) throws IOException {
        RawFrames.Frame frame = client.frames().read();
        while (frame.opcode() != RawFrames.CLOSE) {
            frame = client.frames().read();
        }
        return frame;
    }

    @Test
    void framesThatBreakTheProtocolAreAnsweredWithItsCode() throws Exception {
        RepriseServer server = live();
        byte[] text = "x".getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x81, false, text); // unmasked
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0xc1, true, text); // a reserved bit
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x83, true, text); // an opcode that does not exist
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x80, true, text); // continues nothing
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x09, true, text); // a ping in fragments
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x88, true, new byte[] {3}); // half a code
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x88, true, new byte[] {3, (byte) 0xed}); // 1005 is never sent
            assertThat(close(client).code()).isEqualTo(1_002);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().write(0x81, true, new byte[] {(byte) 0xff}); // no UTF-8
            assertThat(close(client).code()).isEqualTo(1_007);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().raw("garbage garbage garbage".getBytes(StandardCharsets.US_ASCII));
            assertThat(close(client).code()).isEqualTo(1_002);
        }
    }

    @Test
    void textThatIsSplitWithinALetterIsText() throws Exception {
        RepriseServer server = live();
        byte[] letter = "\u20ac".getBytes(StandardCharsets.UTF_8);
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().write(false, RawFrames.TEXT, new byte[] {letter[0]});
            client.frames().write(true, RawFrames.PING, new byte[] {5});
            assertThat(client.frames().next().opcode()).isEqualTo(RawFrames.PONG);
            client.frames().write(false, RawFrames.CONTINUATION, new byte[] {letter[1]});
            client.frames().write(true, RawFrames.CONTINUATION, new byte[] {letter[2]});
            assertThat(client.frames().message()).contains("\u20ac");
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItHasArrived() throws Exception {
        RepriseServer server = live();
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().raw(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0x7f, 0, 0, 0, 0, 1, 2, 3, 4});
            assertThat(close(client).code()).isEqualTo(1_009);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            byte[] piece = new byte[8 << 20];
            client.frames().write(false, RawFrames.BINARY, piece);
            for (int i = 0; i < 8; i++) {
                client.frames().write(false, RawFrames.CONTINUATION, piece);
            }
            assertThat(close(client).code()).isEqualTo(1_009);
        }
    }

    /** Frames of any kind and length, with anything in them. */
    @Test
    void whateverBytesComeTheConversationEndsWithACloseOrGoesOn() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SocketClientsTest seed=" + seed);
        Random random = new Random(seed);
        RepriseServer server =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        for (int round = 0; round < 100; round++) {
            try (RawClient client = RawClient.connect(server, "/t/r" + round + PATH)) {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    byte[] bytes = new byte[random.nextInt(300)];
                    random.nextBytes(bytes);
                    client.frames().write(random.nextInt(256), random.nextInt(4) > 0, bytes);
                }
                client.frames().write(0x88, false, new byte[0]); // unmasked: the end, whatever came before
                while (client.frames().next().opcode() != RawFrames.CLOSE) {
                    // what the upstream has to say
                }
            } catch (IOException closed) {
                assertThat(closed).as("seed=" + seed).isNotInstanceOf(SocketTimeoutException.class);
            }
        }
        try (RawClient client = RawClient.connect(server, "/t/last" + PATH)) {
            assertThat(client.frames().message()).contains("session.created");
        }
    }

    @Test
    void aClientThatClosesOnlyItsSideHarmsNobody() throws Exception {
        RepriseServer server = live();
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            client.frames().socket().shutdownOutput();
            assertThatThrownBy(() -> close(client)).isInstanceOf(IOException.class);
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.frames().message()).contains("session.created");
        }
    }

    @Test
    void bytesThatComeBeforeTheHandshakeIsAnsweredHarmNobody() throws Exception {
        RepriseServer server = live();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String handshake =
                    "GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            byte[] all =
                    (handshake + "\u0081\u0085\u0001\u0002\u0003\u0004abcdefgh").getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write(all);
            byte[] some = socket.getInputStream().readNBytes(12);
            assertThat(new String(some, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 ");
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.frames().message()).contains("session.created");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Version: 8, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, 426",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Key: short, 400",
        "Sec-WebSocket-Version: 13, X: y, 400",
        "X: y, Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, 426",
    })
    void aWrongHandshakeIsRefusedInWords(String version, String key, int status) throws Exception {
        RepriseServer server = live();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + PATH
                                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + version + "\r\n" + key + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            RawAnswer answer = RawAnswer.read(socket.getInputStream());
            assertThat(answer.head()).startsWith("HTTP/1.1 " + status);
            assertThat(answer.body()).contains("WebSocket");
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefused() throws Exception {
        RepriseServer server = live();
        try (RawClient client = RawClient.connect(server, PATH, "Origin", "https://evil.example")) {
            assertThat(client.status()).isEqualTo(403);
        }
        try (RawClient client = RawClient.connect(server, PATH, "Origin", "http://localhost:3000")) {
            assertThat(client.status()).isEqualTo(101);
        }
    }

    @Test
    void theAccessTokenMayStandInTheProtocolsOrInTheQuery() throws Exception {
        fixture.access(new AccessSettings(Optional.of("se.cret"), List.of()));
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH, "Sec-WebSocket-Protocol", "realtime")) {
            assertThat(client.status()).isEqualTo(401);
        }
        try (RawClient client = RawClient.connect(
                server,
                PATH,
                "Sec-WebSocket-Protocol",
                "realtime, openai-insecure-api-key.se.cret, openai-beta.realtime-v1")) {
            assertThat(client.status()).isEqualTo(101);
        }
        try (RawClient client = RawClient.connect(server, PATH + "&x-reprise-token=se.cret")) {
            assertThat(client.status()).isEqualTo(101);
        }
        assertThat(upstream.requests()).hasSize(2).noneMatch(request -> request.contains("cret"));
        assertThat(upstream.requests().get(0)).contains("realtime, openai-beta.realtime-v1");
    }

    @Test
    void javasOwnClientTalks() throws Exception {
        RepriseServer recording =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        for (RepriseServer server : List.of(recording, fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT))) {
            List<String> got = new ArrayList<>();
            CompletableFuture<String> closed = new CompletableFuture<>();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("realtime")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + PATH), listener(got, closed))
                    .get(10, TimeUnit.SECONDS);

            assertThat(socket.getSubprotocol()).isEqualTo("realtime");
            socket.sendText("bye", true).get(10, TimeUnit.SECONDS);

            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("1000 bye");
            assertThat(got).hasSize(1);
        }
    }

    private static WebSocket.Listener listener(List<String> got, CompletableFuture<String> closed) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
                got.add(text.toString());
                socket.request(1);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code + " " + reason);
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    @Test
    void manyConversationsAtOnceAreRecordedAndReplayed() throws Exception {
        int tests = 200;
        RepriseServer recording =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        talkAll(recording, tests);
        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(tests);

        talkAll(fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT), tests);
    }

    private static void talkAll(RepriseServer server, int tests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tests);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < tests; i++) {
                int number = i;
                all.add(threads.submit(() -> talk(server, number)));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void talk(RepriseServer server, int number) throws IOException {
        try (RawClient client = RawClient.connect(server, "/t/tests%2F" + number + PATH)) {
            assertThat(client.frames().message()).contains("session.created");
            for (int turn = 0; turn < 5; turn++) {
                String said = "{\"test\":" + number + ",\"turn\":" + turn + "}";
                assertThat(client.ask(said)).contains("\\\"test\\\":" + number + ",\\\"turn\\\":" + turn);
                assertThat(client.frames().message()).contains("response.done");
            }
            client.frames().text("bye");
            assertThat(client.frames().read().code()).isEqualTo(1_000);
        }
        return null;
    }

    @Test
    void aStopClosesWhatIsOpenAndNamesWhatIsNotKept() throws Exception {
        fixture.drain(Duration.ofSeconds(60));
        RepriseServer server =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            RawFrames.Frame close = close(client);
            assertThat(close.code()).isEqualTo(1_001);
            client.frames().write(true, RawFrames.CLOSE, close.bytes());
            assertThatThrownBy(client.frames()::read).isInstanceOf(EOFException.class);
            stopped.get(20, TimeUnit.SECONDS);
        }
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.report().failedRecordings()).hasSize(1);
        assertThat(fixture.log()).contains("NOT KEPT: the server stopped");
    }

    @Test
    void aStopDoesNotWaitForAClientThatDoesNotAnswerItsClose() throws Exception {
        fixture.drain(Duration.ofSeconds(60));
        RepriseServer recording =
                fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, fixture.with(FakeRealtime.repeating()));
        try (RawClient client = RawClient.connect(recording, PATH)) {
            client.frames().message();
            client.closed(1_000, "");
        }
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();

            CompletableFuture.runAsync(server::close).get(20, TimeUnit.SECONDS);

            assertThat(close(client).code()).isEqualTo(1_001);
        }
    }

    @Test
    void whatIsDueStillComesWhenTheServerStops() throws Exception {
        fixture.keepConversation(
                "/v1/realtime",
                "model=gpt-realtime",
                SocketMessage.text(0, Sender.UPSTREAM, "{\"n\":1}"),
                SocketMessage.text(30, Sender.UPSTREAM, "{\"n\":2}"));
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
        try (RawClient client = RawClient.connect(server, PATH, "X-Reprise-Pace", "x0.05")) {
            client.frames().message();

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            assertThat(client.frames().message()).isEqualTo("{\"n\":2}");
            RawFrames.Frame close = close(client);
            assertThat(close.code()).isEqualTo(1_001);
            client.frames().write(true, RawFrames.CLOSE, close.bytes());
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void inReplayNoUpstreamIsEverAsked() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(close(client).code()).isEqualTo(4_404);
        }
        await().untilAsserted(() -> assertThat(fixture.log()).contains("missed WS"));
        assertThat(upstream.requests()).isEmpty();
    }
}
