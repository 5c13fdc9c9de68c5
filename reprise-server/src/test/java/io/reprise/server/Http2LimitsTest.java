package io.reprise.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http2.Http2Headers;
import io.reprise.core.Slow;
import io.reprise.core.plan.Mode;
import io.reprise.server.connection.ClientTimeouts;
import io.reprise.server.network.TimeLimit;
import io.reprise.server.replay.ReplaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 has the limits of HTTP/1.1, and a flood of frames ends the connection only. */
@Timeout(120)
@Slow
class Http2LimitsTest {
    private static final int REFUSED_STREAM = 7;

    /** More than fit into the buffers of the system, however busy the server is. */
    private static final int MOST_FRAMES = 2_000_000;

    @RegisterExtension
    final ServerFixture fixture = new ServerFixture();

    private RepriseServer serve() {
        return fixture.serve(Mode.REPLAY, ReplaySettings.DEFAULT);
    }

    private static Http2Headers with(String name, int length) {
        Http2Headers headers = RawHttp2.request("GET", "/v1/x");
        for (int left = length; left > 0; left -= 8_000) {
            headers.add(name, "x".repeat(Math.min(8_000, left)));
        }
        return headers;
    }

    private static void assertServes(RawHttp2 client, int stream) throws IOException {
        client.head(stream, RawHttp2.request("GET", "/__reprise/health"), true);
        assertThat(client.answer(stream).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"100, 404", "8300, 404", "20000, 404", "60000, 404", "70000, 431", "200000, 431"})
    void headersHaveTheLimitOfHttp1(int length, int status) throws IOException {
        RepriseServer server = serve();
        try (RawHttp2 client = new RawHttp2(server)) {
            client.head(1, with("a", length), true);

            RawHttp2.Answer answer = client.answer(1);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body())
                    .contains(status == 431 ? "the header is longer than 65536 bytes" : "no recording answers");
            assertServes(client, 3);
        }
    }

    /** A library's own log would have its classes in it, and no request with which it could be read. */
    @Test
    void nothingButTheServerSaysThatAConnectionBroke() throws IOException {
        RepriseServer server = serve();
        Logger library = Logger.getLogger("io.vertx");
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord one) {
                said.add(one.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        library.addHandler(listener);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno frame of settings".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(answer).contains("First received frame was not SETTINGS");
        } finally {
            library.removeHandler(listener);
        }
        assertThat(said).isEmpty();
    }

    @Test
    void pathsHaveTheLimitOfTheRequestLine() throws IOException {
        try (RawHttp2 client = new RawHttp2(serve())) {
            client.head(1, RawHttp2.request("GET", "/" + "x".repeat(70_000)), true);

            assertThat(client.answer(1).status()).isEqualTo(414);
            assertServes(client, 3);
        }
    }

    @Test
    void headersWithoutAnEndDoNotFillTheMemory() throws IOException {
        RepriseServer server = serve();
        try (RawHttp2 client = new RawHttp2(server)) {
            client.frame(RawHttp2.HEADERS, 0, 1, client.block(1, RawHttp2.request("GET", "/v1/x")));
            boolean isOpen = true;
            for (int i = 0; i < MOST_FRAMES && isOpen; i++) {
                isOpen = continues(client, 8_000);
            }
            assertThat(isOpen).isFalse();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        try (RawHttp2 other = new RawHttp2(server)) {
            assertServes(other, 1);
        }
    }

    private static boolean continues(RawHttp2 client, int size) {
        try {
            client.frame(RawHttp2.CONTINUATION, 0, 1, new byte[size]);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void smallContinuationsWithoutAnEndEndTheConnection() throws IOException {
        try (RawHttp2 client = new RawHttp2(serve())) {
            client.frame(RawHttp2.HEADERS, 0, 1, client.block(1, RawHttp2.request("GET", "/v1/x")));
            boolean isOpen = true;
            for (int i = 0; i < MOST_FRAMES && isOpen; i++) {
                isOpen = continues(client, 0);
            }
            assertThat(isOpen).isFalse();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsAnswered() throws IOException {
        try (RawHttp2 client = new RawHttp2(serve())) {
            Http2Headers declared = RawHttp2.request("POST", "/v1/x").add("content-length", "99999999999");
            client.head(1, declared, false);

            RawHttp2.Answer answer = client.answer(1);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("--max-body raises the limit");
            assertServes(client, 3);
        }
    }

    @Test
    void resettingStreamsOverAndOverEndsTheConnection() throws IOException {
        RepriseServer server = serve();
        try (RawHttp2 client = new RawHttp2(server)) {
            boolean isOpen = true;
            for (int i = 0; i < 5_000 && isOpen; i++) {
                try {
                    client.head(2 * i + 1, RawHttp2.request("GET", "/v1/x"), true);
                    client.frame(RawHttp2.RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
                } catch (IOException closed) {
                    isOpen = false;
                }
            }
            assertThat(!isOpen || client.sees(RawHttp2.GOAWAY)).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        try (RawHttp2 other = new RawHttp2(server)) {
            assertServes(other, 1);
        }
    }

    @Test
    void aThousandStreamsAtOnceAreServedAndNoMore() throws IOException {
        try (RawHttp2 client = new RawHttp2(serve())) {
            for (int i = 0; i <= 1_000; i++) {
                client.head(2 * i + 1, RawHttp2.request("POST", "/v1/x"), false);
            }

            RawHttp2.Answer refused = client.answer(2_001);

            assertThat(refused.end().type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(refused.end().error()).isEqualTo(REFUSED_STREAM);
            client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.answer(1).status()).isEqualTo(404);
        }
    }

    private RepriseServer impatient() {
        ClientTimeouts usual = ClientTimeouts.DEFAULT;
        TimeLimit body = new TimeLimit(usual.arrival().body().setting(), Duration.ofMillis(300));
        TimeLimit write = new TimeLimit(usual.write().setting(), Duration.ofMillis(500));
        TimeLimit idle = new TimeLimit(usual.idle().setting(), Duration.ofMillis(500));
        fixture.timeouts(new ClientTimeouts(
                new ClientTimeouts.Arrival(
                        usual.arrival().header(), body, usual.arrival().whole()),
                idle,
                write,
                usual.ends(),
                usual.sockets()));
        return serve();
    }

    @Test
    void aBodyThatDoesNotComeIsAnswered() throws IOException {
        try (RawHttp2 client = new RawHttp2(impatient())) {
            client.head(1, RawHttp2.request("POST", "/v1/x"), false);
            client.frame(RawHttp2.DATA, 0, 1, new byte[] {'{'});

            RawHttp2.Answer answer = client.answer(1);

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("timeouts.body");
            assertServes(client, 3);
        }
    }

    @Test
    void aConnectionThatIsNotUsedEnds() throws IOException {
        RepriseServer server = impatient();
        try (RawHttp2 client = new RawHttp2(server)) {
            assertServes(client, 1);
            assertThat(client.sees(RawHttp2.GOAWAY)).isTrue();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void aStreamThatIsNotReadIsReset() throws IOException {
        fixture.keep(ServerFixture.QUESTION, 1, ServerFixture.stream(0, "x".repeat(1 << 20)));
        RepriseServer server = impatient();
        try (RawHttp2 client = new RawHttp2(server)) {
            client.head(
                    1, RawHttp2.request("POST", "/v1/chat/completions").add("content-type", "application/json"), false);
            client.frame(
                    RawHttp2.DATA, RawHttp2.END_STREAM, 1, ServerFixture.QUESTION.getBytes(StandardCharsets.UTF_8));

            assertThat(client.sees(RawHttp2.RST_STREAM)).isTrue();
            client.head(3, RawHttp2.request("GET", "/__reprise/health"), true);
            assertThat(client.sees(RawHttp2.RST_STREAM)).isTrue();
            client.frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[] {0, 1, 0, 0});
            assertServes(client, 5);
        }
    }

    @Test
    void floodsOfPingsAndSettingsDoNotStopTheServer() throws IOException {
        RepriseServer server = serve();
        try (RawHttp2 client = new RawHttp2(server)) {
            for (int i = 0; i < 20_000; i++) {
                client.frame(i % 2 == 0 ? RawHttp2.PING : RawHttp2.SETTINGS, 0, 0, new byte[i % 2 == 0 ? 8 : 0]);
            }
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        try (RawHttp2 other = new RawHttp2(server)) {
            assertServes(other, 1);
        }
    }
}
