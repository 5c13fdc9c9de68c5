package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.server.outcome.Outcome.Verb;
import io.reprise.server.replay.ReplaySettings;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets that go wrong on purpose. */
@Timeout(60)
class SocketFaultTest {
    private static final String PATH = "/v1/realtime?model=gpt-realtime";
    private static final String[] SAID = {"{\"n\":0}", "{\"n\":1,\"text\":\"\u20ac\u00f6\"}", "{\"n\":2}", "{\"n\":3}"};

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer server;

    @BeforeEach
    void keepFourMessages() {
        SocketMessage[] messages = new SocketMessage[SAID.length];
        for (int i = 0; i < SAID.length; i++) {
            messages[i] = SocketMessage.text(10L * i, Sender.UPSTREAM, SAID[i]);
        }
        fixture.keepConversation("/v1/realtime", "model=gpt-realtime", messages);
        server = fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private RawClient connect(String fault) throws IOException {
        return RawClient.connect(server, PATH, "X-Reprise-Fault", fault);
    }

    private void expect(RawClient client, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            assertThat(client.frames().message()).isEqualTo(SAID[i]);
        }
    }

    @Test
    void aStatusRefusesTheHandshakeAndTheNextOneIsAnswered() throws Exception {
        try (RawClient client = connect("status=429,retry-after=2")) {
            assertThat(client.status()).isEqualTo(429);
            assertThat(client.header("retry-after")).contains("2");
            assertThat(client.header("x-reprise-fault")).isPresent();
        }
        try (RawClient client = RawClient.connect(server, PATH)) {
            expect(client, 4);
        }
        assertThat(server.report().count(Verb.FAULTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'cut,after=2', 2",
        "'cut,after=head', 0",
        "'cut,after=9', 4",
        "'cut,after=8b', 2",
        "'cut,after=100%', 4"
    })
    void theConnectionIsCutAfterSoManyMessages(String fault, int messages) throws Exception {
        try (RawClient client = connect(fault)) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(client.header("x-reprise-fault")).contains(fault);
            expect(client, messages);
            if (messages < 4) {
                assertThatThrownBy(client.frames()::read).isInstanceOf(EOFException.class);
                await().untilAsserted(() -> assertThat(fixture.log())
                        .contains("faulted WS /v1/realtime")
                        .contains("messages=0/" + messages + " close=1006"));
            }
        }
    }

    @Test
    void theConnectionIsResetAfterSoManyMessages() throws Exception {
        try (RawClient client = connect("reset,after=1")) {
            expect(client, 1);
            assertThatThrownBy(client.frames()::read).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset"})
    void theConnectionIsBrokenInThePlaceOfTheHandshake(String fault) {
        assertThatThrownBy(() -> connect(fault).close()).isInstanceOf(IOException.class);
    }

    @Test
    void anErrorComesInTheWordsOfTheApiAndThenAClose() throws Exception {
        try (RawClient client = connect("error,after=2,message=\"too hot\"")) {
            expect(client, 2);
            assertThat(client.frames().message()).contains("\"type\":\"error\"").contains("too hot");
            RawFrames.Frame close = client.frames().read();
            assertThat(close.code()).isEqualTo(1_011);
            assertThat(close.reason()).isEqualTo("too hot");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, invalid_request",
        "401, authentication_error, invalid_api_key",
        "404, invalid_request_error, model_not_found",
        "429, rate_limit_error, rate_limit_exceeded",
        "500, server_error, server_error",
        "503, server_error, server_error",
    })
    void anErrorHasTheTypeAndTheCodeThatItsStatusHasOverHttp(int status, String type, String code) throws Exception {
        try (RawClient client = connect("error,after=0,status=" + status)) {
            Json error = Json.parse(client.frames().message()).get("error").orElseThrow();

            assertThat(error.text("type")).isEqualTo(type);
            assertThat(error.text("code")).isEqualTo(code);
        }
    }

    @Test
    void aMessageHasOnlyItsFirstHalf() throws Exception {
        try (RawClient client = connect("malformed,after=2")) {
            expect(client, 2);
            assertThat(client.frames().message()).isEqualTo("{\"n");
            assertThat(client.frames().message()).isEqualTo(SAID[3]);
        }
    }

    @Test
    void messagesAreRepeatedAndEmpty() throws Exception {
        try (RawClient client = connect("duplicate,after=1; empty,after=3")) {
            expect(client, 2);
            assertThat(client.frames().message()).isEqualTo(SAID[1]);
            assertThat(client.frames().message()).isEqualTo(SAID[2]);
            assertThat(client.frames().message()).isEmpty();
            assertThat(client.frames().message()).isEqualTo(SAID[3]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recut=1", "recut=2,gap=1ms", "recut=random,seed=7", "recut=1000"})
    void messagesComeInFramesOfOtherSizes(String fault) throws Exception {
        try (RawClient client = connect(fault)) {
            expect(client, 4);
        }
    }

    @Test
    void framesOfOneByteSplitLetters() throws Exception {
        try (RawClient client = connect("recut=1")) {
            int frames = 0;
            int messages = 0;
            for (RawFrames.Frame frame = client.frames().read();
                    ;
                    frame = client.frames().read()) {
                frames++;
                assertThat(frame.bytes()).hasSize(1);
                messages += frame.isLast() ? 1 : 0;
                if (messages == 2) {
                    break;
                }
            }
            assertThat(frames).isEqualTo((SAID[0] + SAID[1]).getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void aPauseOnlyDelaysWhatFollows() throws Exception {
        try (RawClient client = connect("stall,after=1,for=50ms; delay=20ms")) {
            expect(client, 4);
        }
    }

    @Test
    void nothingMoreComesAndPingsAreAnsweredUntilTheServerStops() throws Exception {
        try (RawClient client = connect("stall,after=1")) {
            expect(client, 1);
            client.frames().write(true, RawFrames.PING, new byte[] {1});
            assertThat(client.frames().next().opcode()).isEqualTo(RawFrames.PONG);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

            assertThat(client.frames().read().code()).isEqualTo(1_001);
            client.frames().socket().close();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMissComesAfterTheRestOfAMessageThatHasBegun() throws Exception {
        try (RawClient client = connect("recut=1,gap=20ms")) {
            client.frames().read();
            client.frames().text("{\"unknown\":true}");
            StringBuilder first = new StringBuilder();
            RawFrames.Frame frame = client.frames().read();
            while (!frame.isLast()) {
                first.append(frame.text());
                frame = client.frames().read();
            }
            assertThat(first + frame.text()).isEqualTo(SAID[0].substring(1));
            assertThat(client.frames().message()).contains("error");
            assertThat(client.frames().read().code()).isEqualTo(4_404);
        }
    }

    @Test
    void whatNeedsARecordedConversationIsRefusedWhereAnUpstreamIsAsked() throws Exception {
        FakeRealtime upstream = fixture.with(FakeRealtime.repeating());
        RepriseServer live = fixture.serve(Mode.LIVE, ReplaySettings.DEFAULT, upstream);
        try (RawClient client = RawClient.connect(live, PATH, "X-Reprise-Fault", "cut,after=2")) {
            assertThat(client.status()).isEqualTo(400);
        }
        try (RawClient client = RawClient.connect(live, PATH, "X-Reprise-Fault", "status=503")) {
            assertThat(client.status()).isEqualTo(503);
        }
        try (RawClient client = RawClient.connect(live, PATH, "X-Reprise-Fault", "delay=10ms")) {
            assertThat(client.status()).isEqualTo(101);
            assertThat(client.header("x-reprise-fault")).contains("delay=10ms");
            assertThat(client.frames().message()).contains("session.created");
        }
        assertThat(upstream.requests()).hasSize(1);
    }
}
