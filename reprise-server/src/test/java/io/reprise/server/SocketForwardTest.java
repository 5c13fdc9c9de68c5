package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.Slow;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.plan.Mode;
import io.reprise.server.recording.KeepSettings;
import io.reprise.server.replay.ReplaySettings;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WebSockets to an upstream: passed on as they are, and kept. */
@Timeout(60)
@Slow
class SocketForwardTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private SocketConversation kept() {
        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(1);
        return exchange().socket().orElseThrow();
    }

    private Exchange exchange() {
        return fixture.store().recordings().get(0).exchange();
    }

    private static List<String> texts(SocketConversation conversation, Sender from) {
        return conversation.messages().stream()
                .filter(message -> message.from() == from)
                .map(message -> message.bytes().toString())
                .toList();
    }

    @Test
    void aConversationIsPassedOnAndKeptBeforeItsClientSeesTheClose() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(
                server,
                PATH,
                "Sec-WebSocket-Protocol",
                "realtime, openai-beta.realtime-v1",
                "Authorization",
                "Bearer sk-1")) {
            assertThat(client.status()).as(client.head()).isEqualTo(101);
            assertThat(client.header("sec-websocket-protocol")).contains("realtime");
            assertThat(client.header("sec-websocket-accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(client.header("sec-websocket-extensions")).isEmpty();
            assertThat(client.header("x-request-id")).contains("r1");
            assertThat(client.frames().message()).contains("session.created");
            assertThat(client.ask("{\"type\":\"response.create\"}")).contains("delta");
            assertThat(client.frames().message()).contains("response.done");
            client.frames().text("bye");
            RawFrames.Frame close = client.frames().read();

            assertThat(close.opcode()).isEqualTo(RawFrames.CLOSE);
            assertThat(close.code()).isEqualTo(1_000);
            assertThat(close.reason()).isEqualTo("bye");
            SocketConversation kept = kept();
            assertThat(texts(kept, Sender.CLIENT)).containsExactly("{\"type\":\"response.create\"}", "bye");
            assertThat(texts(kept, Sender.UPSTREAM)).hasSize(3).last().isEqualTo("{ \"type\": \"response.done\" }");
            assertThat(kept.close()).hasValueSatisfying(its -> {
                assertThat(its.from()).isEqualTo(Sender.UPSTREAM);
                assertThat(its.code()).isEqualTo(1_000);
                assertThat(its.reason()).isEqualTo("bye");
            });
        }
        String asked = upstream.requests().get(0);
        assertThat(asked).startsWith("GET " + PATH + " HTTP/1.1");
        assertThat(RawClient.header(asked, "sec-websocket-protocol")).contains("realtime, openai-beta.realtime-v1");
        assertThat(RawClient.header(asked, "authorization")).contains("Bearer sk-1");
        assertThat(RawClient.header(asked, "sec-websocket-version")).contains("13");
        assertThat(RawClient.header(asked, "sec-websocket-extensions")).isEmpty();
        assertThat(exchange().response().status()).isEqualTo(101);
        assertThat(exchange().response().headers().first("sec-websocket-protocol"))
                .contains("realtime");
        assertThat(exchange().response().headers().first("sec-websocket-accept"))
                .isEmpty();
        await().untilAsserted(() -> assertThat(fixture.log())
                .contains("recorded WS /v1/realtime model=gpt-realtime")
                .contains("messages=2/3 close=1000"));
    }

    @Test
    void whatIsMeantForRepriseDoesNotReachTheUpstream() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, "/t/voice" + PATH, "X-Reprise-Mode", "live")) {
            client.frames().message();
            assertThat(client.closed(1_000, "").code()).isEqualTo(1_000);
        }

        assertThat(upstream.requests()).hasSize(1);
        assertThat(upstream.requests().get(0))
                .doesNotContainIgnoringCase("reprise")
                .doesNotContain("voice");
        assertThat(fixture.store().recordings()).isEmpty();
        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("forwarded WS /v1/realtime").contains("test=voice"));
    }

    @Test
    void theClientsCloseReachesTheUpstreamAndIsAnsweredWhenTheConversationIsKept() throws Exception {
        List<Integer> codes = new CopyOnWriteArrayList<>();
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> {
            RawFrames.Frame frame = frames.read();
            codes.add(frame.code());
            frames.write(true, RawFrames.CLOSE, frame.bytes());
        }));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            RawFrames.Frame answer = client.closed(4_001, "enough");
            assertThat(answer.code()).isEqualTo(4_001);
            assertThat(kept().close().orElseThrow().from()).isEqualTo(Sender.CLIENT);
            assertThat(kept().close().orElseThrow().reason()).isEqualTo("enough");
        }
        await().untilAsserted(() -> assertThat(codes).containsExactly(4_001));
    }

    @Test
    void aClientThatOnlyGoesAwayEndsTheConversationWhichIsKept() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
        }

        await().untilAsserted(() -> assertThat(fixture.store().recordings()).hasSize(1));
        assertThat(kept().close()).isEmpty();
        assertThat(exchange().response().ending()).isEqualTo(Ending.COMPLETE);
        assertThat(texts(kept(), Sender.UPSTREAM)).hasSize(1);
    }

    @Test
    void whatAnUpstreamBreaksOffIsPassedOnAsBrokenAndNotKept() throws Exception {
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> frames.text("{\"n\":1}")));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            assertThatThrownBy(client.frames()::read).as(fixture.log()).isInstanceOf(EOFException.class);
        }

        assertThat(fixture.store().recordings()).isEmpty();
        await().untilAsserted(
                        () -> assertThat(fixture.log()).contains("close=1006").contains("--keep-cut"));
    }

    @Test
    void whatAnUpstreamBreaksOffIsKeptWhereThatIsWanted() throws Exception {
        fixture.keeping(new KeepSettings(false, true, KeepSettings.DEFAULT.readOn()));
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> frames.text("{\"n\":1}")));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            client.frames().message();
            assertThatThrownBy(client.frames()::read).as(fixture.log()).isInstanceOf(EOFException.class);
        }

        assertThat(kept().close()).isEmpty();
        assertThat(exchange().response().ending()).isEqualTo(Ending.CUT);
    }

    @Test
    void framesThatComeTogetherWithTheHandshakeAreNotLost() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + FakeRealtime.acceptOf(request) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 50; i++) {
                byte[] text = ("{\"n\":" + i + "}").getBytes(StandardCharsets.US_ASCII);
                all.write(0x81);
                all.write(text.length);
                all.writeBytes(text);
            }
            all.writeBytes(new byte[] {(byte) 0x88, 0});
            out.write(all.toByteArray());
            out.flush();
            new CountDownLatch(1).await(); // until the test is over
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        for (int round = 0; round < 20; round++) {
            try (RawClient client = RawClient.connect(server, "/v1/realtime?round=" + round)) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.frames().message()).isEqualTo("{\"n\":" + i + "}");
                }
                assertThat(client.frames().read().code()).isEqualTo(SocketConversation.NO_STATUS);
            }
        }
        assertThat(fixture.store().recordings()).as(fixture.log()).hasSize(20);
    }

    @Test
    void aRefusedHandshakeIsPassedOnAsTheAnswerThatItIs() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n"
                                + "{\"error\":{\"message\":\"key\"}}")
                        .getBytes(StandardCharsets.US_ASCII)));
        RepriseServer server = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.status()).isEqualTo(401);
            assertThat(new String(client.in().readNBytes(27), StandardCharsets.US_ASCII))
                    .contains("message");
        }
        assertThat(fixture.store().recordings()).isEmpty();
        await().untilAsserted(() ->
                assertThat(fixture.log()).contains("forwarded WS /v1/realtime").contains("status=401"));
    }

    @Test
    void aRefusalThatDependsOnTheRequestIsKeptAndReplayed() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) ->
                out.write(("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n"
                                + "{\"error\":{\"message\":\"mod\"}}")
                        .getBytes(StandardCharsets.US_ASCII)));
        RepriseServer recording = fixture.serve(Mode.RECORD_IF_MISSING, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(recording, PATH)) {
            assertThat(client.status()).isEqualTo(404);
            client.in().readNBytes(27);
        }
        await().untilAsserted(() -> assertThat(fixture.store().recordings()).hasSize(1));
        RepriseServer replaying = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);

        try (RawClient client = RawClient.connect(replaying, PATH)) {
            assertThat(client.status()).isEqualTo(404);
            assertThat(new String(client.in().readNBytes(27), StandardCharsets.US_ASCII))
                    .contains("\"mod\"");
        }
    }

    @Test
    void anUpstreamThatIsAwayIsSaidInTheAnswerToTheHandshake() throws Exception {
        FakeRealtime upstream = FakeRealtime.repeating();
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);
        upstream.close();

        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.status()).isEqualTo(502);
        }
    }

    @Test
    void twoSocketsOfOneHandshakeHaveAnUpstreamEachAndAreTwoOccurrences() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient one = RawClient.connect(server, PATH);
                RawClient other = RawClient.connect(server, PATH)) {
            String first = one.frames().message();
            String second = other.frames().message();
            assertThat(first).isNotEqualTo(second);
            one.ask("{\"n\":1}");
            other.ask("{\"n\":2}");
            one.frames().message();
            other.frames().message();
            one.closed(1_000, "");
            other.closed(1_000, "");
        }

        assertThat(upstream.requests()).hasSize(2);
        assertThat(fixture.store().recordings())
                .extracting(recording -> recording.occurrence())
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void binaryFragmentedAndEmptyMessagesArriveAsTheyAre() throws Exception {
        byte[] odd = {0, (byte) 0xff, 1, (byte) 0x80};
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> {
            frames.write(false, RawFrames.BINARY, odd);
            frames.write(true, RawFrames.PING, new byte[] {7});
            frames.write(true, RawFrames.CONTINUATION, odd);
            frames.write(true, RawFrames.TEXT, new byte[0]);
            frames.text("\u00f6".repeat(70_000));
            RawFrames.Frame pong = frames.next();
            RawFrames.Frame echoed = frames.read();
            frames.write(true, RawFrames.BINARY, echoed.bytes());
            frames.text("pong " + pong.opcode() + " " + pong.bytes()[0]);
            frames.read();
        }));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            RawFrames.Frame binary = client.frames().read();
            assertThat(binary.opcode()).isEqualTo(RawFrames.BINARY);
            assertThat(binary.bytes()).containsExactly(0, 0xff, 1, 0x80, 0, 0xff, 1, 0x80);
            assertThat(client.frames().message()).isEmpty();
            assertThat(client.frames().message()).isEqualTo("\u00f6".repeat(70_000));
            client.frames().write(true, RawFrames.PING, new byte[] {9});
            assertThat(client.frames().next().opcode()).isEqualTo(RawFrames.PONG);
            client.frames().write(false, RawFrames.BINARY, odd);
            client.frames().write(true, RawFrames.CONTINUATION, odd);
            assertThat(client.frames().read().bytes()).hasSize(8);
            assertThat(client.frames().message()).isEqualTo("pong 10 7");
            client.closed(1_000, "");
        }
        assertThat(kept().messages().get(0).isBinary()).isTrue();
        assertThat(kept().messages()).extracting(SocketMessage::from).hasSize(6);
    }

    @Test
    void anUpstreamIsLetGoWhoseClientLeavesBeforeItHasAccepted() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch isLetGo = new CountDownLatch(1);
        byte[] interim = "HTTP/1.1 102 Processing\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            isAsked.countDown();
            try {
                while (true) { // a write fails some time after the other end is closed
                    out.write(interim);
                    out.flush();
                    isLetGo.await(2, TimeUnit.MILLISECONDS); // ten thousand of them would end it, too
                }
            } catch (IOException closed) {
                isLetGo.countDown();
            }
        });
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(RawClient.request(PATH).getBytes(StandardCharsets.US_ASCII));
            isAsked.await();
        }

        isLetGo.await();
        await().untilAsserted(
                        () -> assertThat(fixture.log()).contains("forwarded WS").contains("the client went away"));
    }

    @Test
    void anUpstreamThatDoesNotSpeakWebSocketIsSaid() throws Exception {
        FakeUpstream upstream = fixture.upstream((call, request, out) -> {
            out.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            new CountDownLatch(1).await(); // until the test is over
        });
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            assertThat(client.status()).isEqualTo(502);
        }
        await().untilAsserted(() -> assertThat(fixture.log()).contains("does not speak WebSocket"));
    }

    @Test
    void aSlowReaderSlowsDownTheOtherSide() throws Exception {
        int messages = 400;
        String large = "x".repeat(100_000);
        AtomicInteger written = new AtomicInteger();
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> {
            for (int i = 0; i < messages; i++) {
                frames.text(large);
                written.incrementAndGet();
            }
            frames.close(1_000, "");
            frames.read();
        }));
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            AtomicInteger before = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                int now = written.get();
                return before.getAndSet(now) == now && now > 0;
            });
            assertThat(written.get()).isLessThan(messages);
            for (int i = 0; i < messages; i++) {
                assertThat(client.frames().message()).hasSize(large.length());
            }
            assertThat(client.frames().read().code()).isEqualTo(1_000);
        }
    }

    @Test
    void whatIsTooLargeToBeKeptIsPassedOnAndSaid() throws Exception {
        String large = "x".repeat(1 << 20);
        FakeRealtime upstream = fixture.with(new FakeRealtime("", (call, frames) -> {
            for (int i = 0; i < 257; i++) {
                frames.text(large);
            }
            frames.close(1_000, "");
            frames.read();
        }));
        RepriseServer server = fixture.serve(Mode.RECORD, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, PATH)) {
            for (int i = 0; i < 257; i++) {
                client.frames().message();
            }
            assertThat(client.frames().read().code()).isEqualTo(1_000);
        }
        assertThat(fixture.store().recordings()).isEmpty();
        assertThat(server.failedRecordings()).isEqualTo(1);
    }

    @Test
    void anUntouchedPathIsNoConversation() throws IOException {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer server = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);

        try (RawClient client = RawClient.connect(server, "/__reprise/health")) {
            assertThat(client.status()).isEqualTo(200);
        }
        assertThat(Optional.of(upstream.requests())).hasValue(List.of());
    }
}
